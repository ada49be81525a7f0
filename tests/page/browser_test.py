#!/usr/bin/env python3
"""The page in a real browser: no request, no message on the console, nothing runs that came from outside, and a
way from the search to an introduction by keyboard alone.

    tests/page/browser_test.py TERTIUS [FOLDER]

FOLDER, where given, gets screenshots. Needs PyPI's playwright and a Chromium (Debian's, or what TERTIUS_CHROMIUM
names); where one is missing it says so and exits with 77, which ctest counts as skipped.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HOSTILE = "</script><img src=x onerror=alert(1)>"


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(77)


try:
    from playwright.sync_api import sync_playwright
except ImportError:
    skip("the browser tests need `pip install playwright`")
chromium = os.environ.get("TERTIUS_CHROMIUM") or shutil.which("chromium")
if not chromium:
    skip("the browser tests need `apt-get install chromium`")

tertius = sys.argv[1]
shots = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
root = pathlib.Path(__file__).resolve().parents[2]
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}")


def write_networks(work):
    """Networks by name: nobody, one, a hostile one, lakeside, the most that are drawn one by one, and more."""
    def folder(name, members, connections):
        (work / name).mkdir()
        (work / name / "members.csv").write_text("id,name,discipline\n" + members)
        (work / name / "connections.csv").write_text("source,target\n" + connections)
        return work / name

    networks = {
        "nobody": folder("nobody", "", ""),
        "one": folder("one", "a,Ada,law\n", ""),
        "hostile": folder("hostile", f'a,"{HOSTILE}",law\nb,Ben,law\nc,Cem,art\nd,Dana,art\n', "a,b\nb,c\nc,d\n"),
        "lakeside": root / "datasets" / "lakeside",
    }
    for name, count in (("largest", 5000), ("more", 20000)):
        networks[name] = work / name
        subprocess.run([tertius, "generate", "lfr", "-o", networks[name], "--members", str(count), "-q"], check=True)
    return networks


def opened(browser, path, what, **options):
    context = browser.new_context(**options)
    page = context.new_page()
    messages, requests = [], []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("dialog", lambda dialog: (messages.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_timeout(200)
    expect(page.evaluate("document.documentElement.dataset.ready") == "yes", f"{what}: the script ran to its end")
    expect(messages == [], f"{what}: nothing on the console: {messages}")
    expect(requests == [path.as_uri()], f"{what}: no request: {requests}")
    fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(fits, f"{what}: nothing wider than the window")
    return page


def by_keyboard(page):
    """From the top of lakeside's page to whom somebody should meet, and on to that member."""
    page.keyboard.press("Tab")
    expect(page.evaluate("document.activeElement.className") == "skip", "keyboard: the first stop skips to the search")
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == "search":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("jana feld")
    page.keyboard.press("Enter")
    expect(page.evaluate("document.activeElement.textContent").startswith("Jana Feld"), "keyboard: Enter chooses")
    suggestions = page.locator("#chosen ol > li")
    expect(suggestions.count() > 0, "keyboard: somebody to meet")
    page.keyboard.press("Tab")
    chosen = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen h3").inner_text() == chosen, "keyboard: on to the member suggested")


def drawn(page):
    """Whether the canvas holds more than its paper."""
    return page.evaluate(
        "() => { const c = document.getElementById('map'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; const seen = new Set();"
        " for (let i = 0; i < d.length; i += 4) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return seen.size; }")


with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
    work = pathlib.Path(scratch)
    browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
    for name, network in write_networks(work).items():
        for language in ("en", "de"):
            if language == "de" and name not in ("lakeside", "one"):
                continue
            path = work / f"{name}-{language}.html"
            subprocess.run([tertius, "report", network, "-o", path, "-q", "--language", language], check=True)
            for scheme in ("light", "dark"):
                for width, height in ((1280, 900), (390, 844)):
                    what = f"{name} {language} {scheme} {width}"
                    page = opened(browser, path, what, color_scheme=scheme, viewport={"width": width, "height": height})
                    if name not in ("nobody",):
                        expect(drawn(page) > 3, f"{what}: something is drawn")
                    if shots and name in ("lakeside", "largest", "more", "one"):
                        page.screenshot(path=shots / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
                    if name == "lakeside" and language == "en":
                        by_keyboard(page)
                        if shots:
                            page.screenshot(path=shots / f"{name}-{language}-{scheme}-{width}-chosen.png")
                    if name == "hostile":
                        page.fill("#search", "script")
                        expect(page.locator("#found button").first.inner_text() == HOSTILE, f"{what}: a name is text")
                    if name == "lakeside" and width == 1280 and scheme == "light":
                        pdf = page.pdf(format="A4")
                        expect(b"/Image" in pdf, f"{what}: the map is in print")
                        if shots:
                            (shots / f"{name}-{language}.pdf").write_bytes(pdf)
                    page.context.close()
    browser.close()
print("failed" if failures else "passed")
sys.exit(1 if failures else 0)
