"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumSignificantDigits: 2 });
  const by = (id) => document.getElementById(id);
  /** A text with {name} replaced by what belongs there. */
  const say = (text, values) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const element = (name, text, attributes) => {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const key of Object.keys(attributes || {})) made.setAttribute(key, attributes[key]);
    return made;
  };

  const nodes = data.nodes;
  const count = nodes.x.length;
  const ofMembers = data.mode === "members";
  const contacts = Array.from({ length: count }, () => []);
  for (let i = 0; i < data.ties.length; i += 2) {
    contacts[data.ties[i]].push(data.ties[i + 1]);
    contacts[data.ties[i + 1]].push(data.ties[i]);
  }
  /** Without accents and capitals, so that who is looked for is found. */
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ł/g, "l");
  const searched = nodes.name.map((name, i) => folded(name + " " + nodes.id[i]));

  // --- What is chosen ---

  let chosen = -1;
  let hovered = -1;

  const buttonFor = (i) => {
    const button = element("button", nodes.name[i], { type: "button", class: "link" });
    button.addEventListener("click", () => choose(i, true));
    return button;
  };

  function definition(list, term, value) {
    if (value === "" || value === null || value === undefined) return;
    list.append(element("dt", term), element("dd", value));
  }

  function showMember(panel, i) {
    const list = element("dl");
    if (nodes.name[i] !== nodes.id[i]) definition(list, words.page_id, nodes.id[i]);
    if (nodes.bubble[i] >= 0) definition(list, data.bubbles.by, data.bubbles.names[nodes.bubble[i]]);
    for (const [term, values] of data.attributes) definition(list, term, data.texts[values[i]]);
    const cluster = data.clusters[nodes.cluster[i]];
    if (cluster) definition(list, words.page_cluster, cluster.words || number.format(cluster.number));
    panel.append(list);
    const why = (data.why[i] || []).map((t) => data.texts[t]);
    if (why.length > 0) {
      panel.append(element("h4", words.page_why_bridge));
      const reasons = element("ul");
      for (const reason of why) reasons.append(element("li", reason));
      panel.append(reasons);
    }
    panel.append(element("h4", words.page_whom_to_meet));
    const meet = data.meet[i] || [];
    if (meet.length === 0) panel.append(element("p", words.page_nobody_to_meet));
    const suggestions = element("ol");
    for (const [other, reasons, through] of meet) {
      const item = element("li");
      item.append(buttonFor(other));
      const lines = element("ul");
      for (const reason of reasons) lines.append(element("li", data.texts[reason]));
      if (through >= 0) lines.append(element("li", data.texts[through]));
      item.append(lines);
      suggestions.append(item);
    }
    if (meet.length > 0) panel.append(suggestions);
    panel.append(element("h4", say(words.page_contacts_of, { contacts: number.format(contacts[i].length) })));
    const known = element("p", null, { class: "contacts" });
    const most = 40;
    contacts[i].slice(0, most).forEach((other) => known.append(buttonFor(other), " "));
    if (contacts[i].length > most)
      known.append(say(words.page_and_more, { more: number.format(contacts[i].length - most) }));
    panel.append(known);
  }

  function showCluster(panel, i) {
    const cluster = data.clusters[nodes.cluster[i]];
    panel.append(element("p", cluster.words));
  }

  function choose(i, focus) {
    chosen = i;
    const panel = by("chosen");
    panel.replaceChildren();
    if (i < 0) {
      panel.append(element("p", ofMembers ? words.page_nobody_chosen : words.page_no_cluster_chosen));
    } else {
      const title = element("h3", nodes.name[i], { tabindex: "-1" });
      panel.append(title);
      (ofMembers ? showMember : showCluster)(panel, i);
      if (focus) title.focus();
      bringIntoView(i);
    }
    draw();
  }

  // --- The search ---

  const field = by("search");
  if (field) {
    const found = by("found");
    const search = () => {
      const wanted = folded(field.value.trim());
      found.replaceChildren();
      if (wanted === "") {
        by("found-count").textContent = "";
        return;
      }
      const parts = wanted.split(/\s+/);
      const hits = [];
      for (let i = 0; i < count; ++i)
        if (parts.every((part) => searched[i].includes(part))) hits.push(i);
      // Those whose name begins so come first.
      hits.sort((a, b) => Number(searched[b].startsWith(wanted)) - Number(searched[a].startsWith(wanted)) || a - b);
      by("found-count").textContent =
        hits.length === 0 ? words.page_no_match : say(words.page_matches, { found: number.format(hits.length) });
      for (const i of hits.slice(0, 12)) {
        const item = element("li");
        item.append(buttonFor(i));
        const about = nodes.bubble[i] >= 0 ? data.bubbles.names[nodes.bubble[i]] : "";
        if (about) item.append(" ", element("span", about, { class: "about" }));
        found.append(item);
      }
    };
    field.addEventListener("input", search);
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = found.querySelector("button");
      if (first) first.click();
    });
  }

  // --- The table of everybody ---

  const rows = by("everybody");
  if (rows) {
    const order = Array.from({ length: count }, (_, i) => i);
    let shown = 0;
    const more = by("more-members");
    const add = (most) => {
      for (; shown < Math.min(most, count); ++shown) {
        const i = order[shown];
        const row = element("tr");
        const head = element("th", null, { scope: "row" });
        head.append(buttonFor(i));
        const cluster = data.clusters[nodes.cluster[i]];
        row.append(
          head,
          element("td", nodes.bubble[i] >= 0 ? data.bubbles.names[nodes.bubble[i]] : ""),
          element("td", cluster ? number.format(cluster.number) : "", { class: "number" }),
          element("td", number.format(contacts[i].length), { class: "number" }),
        );
        rows.append(row);
      }
      more.hidden = shown >= count;
    };
    more.addEventListener("click", () => add(shown + 500));
    add(50);
  }

  // --- Map ---

  const canvas = by("map");
  const pen = canvas.getContext("2d");
  const tip = by("tip");
  const control = (id) => by(id);
  let width = 0;
  let height = 0;
  let scale = 1;
  let left = 0;
  let top = 0;
  let least = 1;
  let printing = false;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const most = data.palette.length;

  /** Colour and shape of a group; those beyond the legend, and nobody's, are grey rings. */
  const looks = (group) =>
    group >= 0 && group < data.legend_size
      ? { colour: data.palette[group % most], shape: data.shapes[group % data.shapes.length] }
      : { colour: "#999999", shape: "ring" };
  const groupOf = (i) => (control("colour-by").value === "cluster" ? nodes.cluster[i] : nodes.bubble[i]);

  const paths = {
    circle: (c, x, y, r) => c.arc(x, y, r, 0, 2 * Math.PI),
    ring: (c, x, y, r) => c.arc(x, y, r * 0.8, 0, 2 * Math.PI),
    square: (c, x, y, r) => c.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76),
    triangle: (c, x, y, r) => polygon(c, x, y, r * 1.25, 3, -Math.PI / 2),
    diamond: (c, x, y, r) => polygon(c, x, y, r * 1.2, 4, -Math.PI / 2),
    pentagon: (c, x, y, r) => polygon(c, x, y, r * 1.1, 5, Math.PI / 2),
    wedge: (c, x, y, r) => polygon(c, x, y, r * 1.25, 3, Math.PI / 2),
  };
  function polygon(c, x, y, r, corners, from) {
    for (let k = 0; k < corners; ++k) {
      const angle = from + (2 * Math.PI * k) / corners;
      c[k === 0 ? "moveTo" : "lineTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    c.closePath();
  }
  const radius = (i) => nodes.r[i] * Math.min(2.2, Math.max(0.62, Math.sqrt(scale)));
  const across = (i) => (nodes.x[i] - left) * scale;
  const down = (i) => (nodes.y[i] - top) * scale;

  function fit() {
    const box = canvas.getBoundingClientRect();
    width = box.width;
    height = box.height;
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    pen.setTransform(density, 0, 0, density, 0, 0);
  }
  function whole() {
    const margin = 14;
    scale = Math.min((width - 2 * margin) / data.width, (height - 2 * margin) / data.height);
    if (!(scale > 0) || !isFinite(scale)) scale = 1;
    scale = Math.min(scale, 2);
    least = scale / 2;
    left = data.width / 2 - width / 2 / scale;
    top = data.height / 2 - height / 2 / scale;
    draw();
  }
  function zoom(factor, x, y) {
    const next = Math.min(12, Math.max(least, scale * factor));
    left += x / scale - x / next;
    top += y / scale - y / next;
    scale = next;
    draw();
  }
  function bringIntoView(i) {
    const x = across(i);
    const y = down(i);
    if (x > 20 && y > 20 && x < width - 20 && y < height - 20) return;
    left = nodes.x[i] - width / 2 / scale;
    top = nodes.y[i] - height / 2 / scale;
  }

  function lines(pairs, colour, thick, dash) {
    pen.beginPath();
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.setLineDash(dash || []);
    for (const [a, b] of pairs) {
      pen.moveTo(across(a), down(a));
      pen.lineTo(across(b), down(b));
    }
    pen.stroke();
    pen.setLineDash([]);
  }

  const inside = [];
  const between = [];
  for (let i = 0; i < data.ties.length; i += 2) {
    const a = data.ties[i];
    const b = data.ties[i + 1];
    const same = nodes.bubble[a] >= 0 && nodes.bubble[a] === nodes.bubble[b];
    (same ? inside : between).push([a, b]);
  }
  const labelled = data.labelled || [];

  let waiting = false;
  function draw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      paint();
    });
  }
  function paint() {
    const night = dark.matches && !printing;
    const ink = night ? "#e8e8e8" : "#1a1a1a";
    const paper = night ? "#16191d" : "#ffffff";
    const around = night ? "#f2f2f2" : "#222222";
    pen.fillStyle = paper;
    pen.fillRect(0, 0, width, height);
    const crowd = Math.max(0.035, Math.min(0.55, 900 / Math.max(1, data.ties.length)));
    const near = chosen >= 0 ? new Set(contacts[chosen]) : null;
    pen.globalAlpha = chosen >= 0 ? crowd / 2 : crowd;
    const grey = night ? "#7f8b99" : "#8a94a0";
    const brown = night ? "#d7a36a" : "#a8601c";
    if (!ofMembers || control("show-inside").checked) lines(inside, grey, 0.8);
    if (!ofMembers || control("show-between").checked) lines(between, ofMembers ? brown : grey, 0.9);
    pen.globalAlpha = 1;
    if (control("show-gaps") && control("show-gaps").checked) lines(data.gaps, ink, 2.2, [9, 6]);
    if (control("show-meet") && control("show-meet").checked) {
      const pairs = [];
      const from = chosen >= 0 ? [chosen] : data.meet.keys();
      for (const i of from)
        for (const [other] of (data.meet[i] || []).slice(0, chosen >= 0 ? 9 : 1)) pairs.push([i, other]);
      lines(pairs, night ? "#7cc7ff" : "#0a5aa0", chosen >= 0 ? 2.2 : 1, [2, 4]);
    }
    if (chosen >= 0) lines(contacts[chosen].map((other) => [chosen, other]), ink, 1.3);
    pen.lineWidth = 0.8;
    for (let i = 0; i < count; ++i) {
      const x = across(i);
      const y = down(i);
      const r = radius(i);
      if (x < -r || y < -r || x > width + r || y > height + r) continue;
      const { colour, shape } = looks(groupOf(i));
      pen.globalAlpha = near === null || i === chosen || near.has(i) ? 1 : 0.28;
      pen.beginPath();
      paths[shape](pen, x, y, r);
      pen.fillStyle = shape === "ring" ? paper : colour;
      pen.fill();
      pen.strokeStyle = shape === "ring" ? (night ? "#aaaaaa" : "#666666") : around;
      pen.stroke();
    }
    pen.globalAlpha = 1;
    for (const i of [chosen, hovered]) {
      if (i < 0) continue;
      pen.beginPath();
      pen.arc(across(i), down(i), radius(i) + 5, 0, 2 * Math.PI);
      pen.strokeStyle = ink;
      pen.lineWidth = 2;
      pen.stroke();
    }
    label(ink, paper);
  }
  /** Names where they do not run into each other: the chosen first, then its contacts or the largest. */
  function label(ink, paper) {
    pen.font = "12px system-ui, sans-serif";
    pen.textBaseline = "middle";
    const taken = [];
    const put = (i) => {
      const text = nodes.label ? nodes.label[i] : nodes.name[i];
      const size = pen.measureText(text).width;
      let x = across(i) + radius(i) + 4;
      if (x + size > width - 2) x = across(i) - radius(i) - 4 - size;
      const y = down(i);
      if (x < 2 || y < 8 || x + size > width - 2 || y > height - 8) return;
      if (taken.some((t) => x < t[2] && t[0] < x + size && y - 8 < t[3] && t[1] < y + 8)) return;
      taken.push([x, y - 8, x + size, y + 8]);
      pen.lineWidth = 3.5;
      pen.strokeStyle = paper;
      pen.strokeText(text, x, y);
      pen.fillStyle = ink;
      pen.fillText(text, x, y);
    };
    if (hovered >= 0) put(hovered);
    if (chosen >= 0) {
      put(chosen);
      contacts[chosen].slice(0, 60).forEach(put);
    } else {
      labelled.forEach(put);
      if (scale > 2) for (let i = 0; i < count && taken.length < 80; ++i) put(i);
    }
  }

  function legend() {
    const list = by("legend");
    list.replaceChildren();
    const cluster = control("colour-by").value === "cluster";
    const names = cluster
      ? data.clusters.map((c) => say(words.page_cluster_number, { number: number.format(c.number) }))
      : data.bubbles.names;
    const used = new Set();
    for (let i = 0; i < count; ++i) used.add(groupOf(i));
    const entry = (group, name) => {
      const item = element("li");
      const swatch = element("canvas", null, { width: "36", height: "36", "aria-hidden": "true" });
      const c = swatch.getContext("2d");
      const { colour, shape } = looks(group);
      c.scale(2, 2);
      c.beginPath();
      paths[shape](c, 9, 9, 6);
      c.fillStyle = colour;
      if (shape !== "ring") c.fill();
      c.strokeStyle = shape === "ring" || dark.matches ? "#aaaaaa" : "#222222";
      c.stroke();
      item.append(swatch, name);
      list.append(item);
    };
    names.forEach((name, group) => {
      if (group < data.legend_size && used.has(group)) entry(group, name);
    });
    const others = names.length > data.legend_size;
    const without = used.has(-1);
    if (others && without) entry(-1, words.page_others_and_unknown);
    else if (others) entry(-1, words.page_others);
    else if (without) entry(-1, words.page_unknown);
  }

  function at(x, y) {
    let best = -1;
    let nearest = Infinity;
    for (let i = 0; i < count; ++i) {
      const d = Math.hypot(across(i) - x, down(i) - y) - radius(i);
      if (d < 7 && d < nearest) {
        nearest = d;
        best = i;
      }
    }
    return best;
  }
  function hover(i, x, y) {
    if (i === hovered) return;
    hovered = i;
    canvas.classList.toggle("over", i >= 0);
    if (i >= 0) {
      const group = nodes.bubble[i] >= 0 ? " (" + data.bubbles.names[nodes.bubble[i]] + ")" : "";
      tip.textContent = ofMembers ? nodes.name[i] + group : data.clusters[nodes.cluster[i]].words;
    } else {
      tip.textContent = "";
    }
    draw();
  }

  const pointers = new Map();
  let moved = 0;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, place(event));
    canvas.setPointerCapture(event.pointerId);
    if (pointers.size === 1) moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) return hover(at(now[0], now[1]), now[0], now[1]);
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const distance = (p) => Math.max(1, Math.hypot(p[0] - other[0], p[1] - other[1]));
      zoom(distance(now) / distance(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      left -= (now[0] - before[0]) / 2 / scale;
      top -= (now[1] - before[1]) / 2 / scale;
      moved += 10;
    } else {
      left -= (now[0] - before[0]) / scale;
      top -= (now[1] - before[1]) / scale;
      moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    }
    pointers.set(event.pointerId, now);
    draw();
  });
  canvas.addEventListener("pointerup", (event) => {
    pointers.delete(event.pointerId);
    if (moved < 6) choose(at(...place(event)), false);
  });
  canvas.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => hover(-1, 0, 0));
  canvas.addEventListener("dblclick", (event) => zoom(2, ...place(event)));
  // The wheel alone scrolls the page.
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), ...place(event));
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    const step = 60 / scale;
    const keys = {
      ArrowLeft: () => (left -= step),
      ArrowRight: () => (left += step),
      ArrowUp: () => (top -= step),
      ArrowDown: () => (top += step),
      "+": () => zoom(1.4, width / 2, height / 2),
      "=": () => zoom(1.4, width / 2, height / 2),
      "-": () => zoom(1 / 1.4, width / 2, height / 2),
      0: whole,
      Escape: () => choose(-1, false),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
    draw();
  });
  by("zoom-in").addEventListener("click", () => zoom(1.5, width / 2, height / 2));
  by("zoom-out").addEventListener("click", () => zoom(1 / 1.5, width / 2, height / 2));
  by("zoom-whole").addEventListener("click", whole);
  control("colour-by").addEventListener("change", () => {
    legend();
    draw();
  });
  for (const box of document.querySelectorAll("#controls input")) box.addEventListener("change", draw);
  dark.addEventListener("change", () => {
    legend();
    draw();
  });
  new ResizeObserver(() => {
    const before = width;
    fit();
    if (before === 0 || Math.abs(before - width) > 1) whole();
    else paint();
  }).observe(canvas);
  addEventListener("beforeprint", () => {
    printing = true;
    paint();
  });
  addEventListener("afterprint", () => {
    printing = false;
    paint();
  });

  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
  fit();
  whole();
  legend();
  choose(-1, false);
  document.documentElement.dataset.ready = "yes";
})();
