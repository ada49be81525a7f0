#include "engine/layout/layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::layout {
namespace {

using graph::VertexId;

using Steps = std::uint16_t;
constexpr Steps far = std::numeric_limits<Steps>::max();
constexpr std::size_t block = 256;

/// Every member is a pivot up to so many, and fewer are the more there are.
std::size_t pivot_count(std::size_t members) {
  constexpr std::size_t all = 1000, pairs = 1'000'000, least = 32;
  return members <= all ? members : std::max(least, pairs / members);
}

unsigned round_count(std::size_t members) {
  return members <= 2000 ? 300 : members <= 20'000 ? 120 : 50;
}

/// One connected part of the network, placed in steps around 0.
class Part {
 public:
  /// `local` has the place of each of `members` among them.
  Part(const graph::Graph& graph, const graph::Partition& clusters, std::span<const VertexId> members,
       std::span<const VertexId> local, const LayoutOptions& options)
      : graph_(graph), clusters_(clusters), members_(members), local_(local), options_(options) {}

  /// `moved` is called after every round.
  template <class Moved>
  std::vector<Point> placed(Moved&& moved) {
    if (members_.size() < 3) {
      std::vector<Point> place(members_.size());
      for (std::size_t i = 0; i < place.size(); ++i) place[i].x = static_cast<double>(i);
      return place;
    }
    choose_pivots();
    weigh_pivots();
    std::vector<Point> place = first_places();
    std::vector<Point> next(place.size());
    const unsigned rounds = options_.rounds != 0 ? options_.rounds : round_count(members_.size());
    for (unsigned round = 0; round < rounds; ++round) {
      parallel_each(place.size(), block, [&](std::size_t i) { next[i] = pulled(i, place); });
      place.swap(next);
      moved();
    }
    return turned(std::move(place));
  }

 private:
  std::size_t size() const { return members_.size(); }
  std::span<const Steps> row(std::size_t i) const {
    return std::span(steps_).subspan(i * pivots_.size(), pivots_.size());
  }
  Steps length(VertexId v, VertexId u) const {
    return clusters_.label[v] == clusters_.label[u] ? Steps{1} : static_cast<Steps>(options_.crossing);
  }

  /// Steps from one member to all others of the part, into column `pivot`: Dial's buckets.
  void search(std::size_t from, std::size_t pivot, std::size_t pivots) {
    const std::size_t ring = options_.crossing + 1;
    std::vector<std::vector<std::size_t>> at(ring);
    const auto steps = [&](std::size_t i) -> Steps& { return steps_[i * pivots + pivot]; };
    for (std::size_t i = 0; i < size(); ++i) steps(i) = far;
    steps(from) = 0;
    at[0].push_back(from);
    std::size_t waiting = 1;
    for (unsigned now = 0; waiting > 0; ++now) {
      std::vector<std::size_t>& here = at[now % ring];
      waiting -= here.size();
      for (const std::size_t i : here) {
        if (steps(i) != now) continue;  // was reached on a shorter way
        const VertexId v = members_[i];
        for (const VertexId u : graph_.neighbours(v)) {
          // What is too far for the type is as far as it can say.
          const auto reached = static_cast<Steps>(std::min<unsigned>(now + length(v, u), far - 1));
          Steps& known = steps(local_[u]);
          if (reached >= known || reached <= now) continue;
          known = reached;
          at[reached % ring].push_back(local_[u]);
          ++waiting;
        }
      }
      here.clear();
    }
  }

  void choose_pivots() {
    const std::size_t pivots = pivot_count(size());
    steps_.assign(size() * pivots, far);
    if (pivots == size()) {
      for (std::size_t i = 0; i < pivots; ++i) pivots_.push_back(i);
      parallel_each(pivots, 8, [&](std::size_t p) { search(p, p, pivots); });
    } else {
      std::vector<Steps> nearest(size(), far);
      std::size_t next = 0;
      for (std::size_t i = 1; i < size(); ++i)
        if (graph_.degree(members_[i]) > graph_.degree(members_[next])) next = i;
      for (std::size_t p = 0; p < pivots; ++p) {
        pivots_.push_back(next);
        search(next, p, pivots);
        for (std::size_t i = 0; i < size(); ++i) nearest[i] = std::min(nearest[i], steps_[i * pivots + p]);
        // Of those who are equally far the first: the same on every run.
        next = static_cast<std::size_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
      }
    }
    is_pivot_.assign(size(), false);
    for (const std::size_t p : pivots_) is_pivot_[p] = true;
  }

  /// A pivot stands for the members nearest to it, for i as many as are within half the way to i.
  void weigh_pivots() {
    around_.assign(pivots_.size(), {});
    for (std::size_t i = 0; i < size(); ++i) {
      const auto steps = row(i);
      const auto nearest =
          static_cast<std::size_t>(std::min_element(steps.begin(), steps.end()) - steps.begin());
      std::vector<std::uint32_t>& counts = around_[nearest];
      if (counts.size() <= steps[nearest]) counts.resize(steps[nearest] + std::size_t{1});
      ++counts[steps[nearest]];
    }
    for (std::vector<std::uint32_t>& counts : around_)
      for (std::size_t d = 1; d < counts.size(); ++d) counts[d] += counts[d - 1];
  }
  double stands_for(std::size_t pivot, Steps steps) const {
    const std::vector<std::uint32_t>& counts = around_[pivot];
    return counts.empty() ? 1.0 : counts[std::min<std::size_t>(steps / 2U, counts.size() - 1)];
  }

  /// Pivot multidimensional scaling: the two directions in which the doubly centred squares of the steps to
  /// the pivots spread most. Members in one place are moved apart a little.
  std::vector<Point> first_places() const {
    const std::size_t n = size(), pivots = pivots_.size();
    const auto squared = [](Steps s) { return static_cast<double>(s) * s; };
    std::vector<double> of_pivot(pivots), of_member(n);
    parallel_each(n, block, [&](std::size_t i) {
      for (const Steps s : row(i)) of_member[i] += squared(s);
      of_member[i] /= static_cast<double>(pivots);
    });
    parallel_each(pivots, 8, [&](std::size_t p) {
      for (std::size_t i = 0; i < n; ++i) of_pivot[p] += squared(row(i)[p]);
      of_pivot[p] /= static_cast<double>(n);
    });
    double mean = 0;
    for (const double one : of_pivot) mean += one / static_cast<double>(pivots);
    const auto centred = [&](std::size_t i, std::size_t p) {
      return -0.5 * (squared(row(i)[p]) - of_member[i] - of_pivot[p] + mean);
    };
    std::vector<double> axis[2], coordinate[2];
    for (int a = 0; a < 2; ++a) {
      axis[a].resize(pivots);
      coordinate[a].resize(n);
      RandomStream random(0x6c61796f7574, static_cast<std::uint64_t>(a));
      for (double& value : axis[a]) value = random.real() - 0.5;
      for (int round = 0; round < 40; ++round) {
        if (a == 1) orthogonal(axis[1], axis[0]);
        normalise(axis[a]);
        parallel_each(n, block, [&](std::size_t i) {
          double sum = 0;
          for (std::size_t p = 0; p < pivots; ++p) sum += centred(i, p) * axis[a][p];
          coordinate[a][i] = sum;
        });
        if (round == 39) break;
        parallel_each(pivots, 8, [&](std::size_t p) {
          double sum = 0;
          for (std::size_t i = 0; i < n; ++i) sum += centred(i, p) * coordinate[a][i];
          axis[a][p] = sum;
        });
      }
    }
    std::vector<Point> place(n);
    // The axes spread as the squares of the steps; taken to steps by the pivots' own mean.
    double spread = 0;
    for (std::size_t i = 0; i < n; ++i)
      spread += coordinate[0][i] * coordinate[0][i] + coordinate[1][i] * coordinate[1][i];
    const double scale = spread > 0 ? std::sqrt(mean * static_cast<double>(n) / (2 * spread)) : 1;
    for (std::size_t i = 0; i < n; ++i) {
      RandomStream random(0x706c616365, i);
      const double across = random.real() - 0.5, down = random.real() - 0.5;
      place[i] = {coordinate[0][i] * scale + across * 0.2, coordinate[1][i] * scale + down * 0.2};
    }
    return place;
  }
  static void normalise(std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value * value;
    const double length = std::sqrt(sum);
    if (length > 0)
      for (double& value : values) value /= length;
  }
  static void orthogonal(std::vector<double>& values, const std::vector<double>& to) {
    double along = 0;
    for (std::size_t i = 0; i < values.size(); ++i) along += values[i] * to[i];
    for (std::size_t i = 0; i < values.size(); ++i) values[i] -= along * to[i];
  }

  /// Where contacts and pivots want i to be, each at its distance in the direction in which i is now.
  Point pulled(std::size_t i, const std::vector<Point>& place) const {
    double x = 0, y = 0, weights = 0;
    const Point here = place[i];
    const auto pull = [&](std::size_t j, double steps, double weight) {
      const double dx = here.x - place[j].x, dy = here.y - place[j].y;
      const double away = std::sqrt(dx * dx + dy * dy);
      const double share = away > 1e-9 ? steps / away : 0;
      weight /= steps * steps;
      x += weight * (place[j].x + dx * share);
      y += weight * (place[j].y + dy * share);
      weights += weight;
    };
    const VertexId v = members_[i];
    for (const VertexId u : graph_.neighbours(v))
      if (!is_pivot_[local_[u]]) pull(local_[u], length(v, u), 1);
    const auto steps = row(i);
    for (std::size_t p = 0; p < pivots_.size(); ++p)
      if (steps[p] != 0) pull(pivots_[p], steps[p], stands_for(p, steps[p]));
    // Nine tenths of the way: two who wait for each other would otherwise swing for ever.
    constexpr double most = 0.9;
    return {here.x + most * (x / weights - here.x), here.y + most * (y / weights - here.y)};
  }

  /// The longer axis lies across.
  static std::vector<Point> turned(std::vector<Point> place) {
    Point centre;
    for (const Point& p : place) {
      centre.x += p.x / static_cast<double>(place.size());
      centre.y += p.y / static_cast<double>(place.size());
    }
    double xx = 0, xy = 0, yy = 0;
    for (Point& p : place) {
      p = {p.x - centre.x, p.y - centre.y};
      xx += p.x * p.x;
      xy += p.x * p.y;
      yy += p.y * p.y;
    }
    const double angle = 0.5 * std::atan2(2 * xy, xx - yy), c = std::cos(angle), s = std::sin(angle);
    for (Point& p : place) p = {c * p.x + s * p.y, c * p.y - s * p.x};
    return place;
  }

  const graph::Graph& graph_;
  const graph::Partition& clusters_;
  std::span<const VertexId> members_, local_;
  const LayoutOptions& options_;
  std::vector<std::size_t> pivots_;
  std::vector<bool> is_pivot_;
  std::vector<Steps> steps_;                        // a row for each member
  std::vector<std::vector<std::uint32_t>> around_;  // members nearest to each pivot, within so many steps
};

struct Box {
  double left = std::numeric_limits<double>::infinity(), top = left, right = -left, bottom = -left;
  explicit Box(std::span<const Point> points) {
    for (const Point& p : points) {
      left = std::min(left, p.x);
      right = std::max(right, p.x);
      top = std::min(top, p.y);
      bottom = std::max(bottom, p.y);
    }
  }
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

double to_a_tenth(double value) {
  return std::round(value * 10) / 10;
}

/// Fills the sheet in rows from the upper left corner.
class Sheet {
 public:
  Sheet(double margin, double gap) : margin_(margin), gap_(gap), x_(margin), y_(margin), bottom_(margin) {}

  /// The upper left corner of the next piece, in a row no wider than the first piece and `least`.
  Point next(double width, double height, double least) {
    if (x_ > margin_ && x_ + width > margin_ + std::max(widest_, least)) new_row();
    const Point corner{x_, y_};
    x_ += width + gap_;
    widest_ = std::max(widest_, corner.x + width - margin_);
    bottom_ = std::max(bottom_, corner.y + height);
    used_ = true;
    return corner;
  }
  void new_row() {
    if (!used_) return;
    x_ = margin_;
    y_ = bottom_ + gap_;
  }
  double row() const { return y_; }
  double width() const { return widest_ + 2 * margin_; }
  double height() const { return bottom_ + margin_; }
  bool used() const { return used_; }

 private:
  double margin_, gap_, x_, y_, bottom_, widest_ = 0;
  bool used_ = false;
};

void check(const graph::Graph& graph, const graph::Partition& clusters, const LayoutOptions& options) {
  if (graph.directed()) throw Error(ErrorKey::network_unfit, "a map is that of an undirected graph");
  if (clusters.label.size() != graph.vertex_count())
    throw Error(ErrorKey::internal, "a map needs a cluster for each member");
  if (options.crossing < 1 || options.crossing > 8)
    throw Error(ErrorKey::option_value, "a connection between clusters counts for 1 to 8 steps");
  if (!(options.spacing > 0))
    throw Error(ErrorKey::option_value, "the space between members must be above 0");
}

/// Members of each connected part, those without connections apart.
struct Parts {
  graph::GroupMembers members{};
  std::vector<std::uint32_t> connected{};  ///< of more than one member, largest first
  std::vector<VertexId> isolated{};
};

Parts parts_of(const graph::Graph& graph, const RunContext& context) {
  const graph::Partition components = graph::connected_components(graph, context);
  Parts parts{.members = graph::members_by_group(components)};
  for (std::uint32_t c = 0; c < components.count; ++c) {
    const auto members = parts.members.of(c);
    if (members.size() > 1) {
      parts.connected.push_back(c);
    } else {
      parts.isolated.push_back(members.front());
    }
  }
  return parts;
}

}  // namespace

Layout place_members(const graph::Graph& graph, const graph::Partition& clusters,
                     const LayoutOptions& options, const RunContext& context) {
  check(graph, clusters, options);
  return with_threads(context, [&] {
    const std::size_t n = graph.vertex_count();
    const Parts parts = parts_of(graph, context);
    std::vector<VertexId> local(n);
    std::uint64_t rounds = 0;
    for (const std::uint32_t c : parts.connected) {
      const auto members = parts.members.of(c);
      for (std::size_t i = 0; i < members.size(); ++i) local[members[i]] = static_cast<VertexId>(i);
      if (members.size() > 2) rounds += options.rounds != 0 ? options.rounds : round_count(members.size());
    }
    Phase phase(context, "layout", rounds);
    Layout layout;
    layout.place.resize(n);
    Sheet sheet(options.spacing, 2 * options.spacing);
    for (const std::uint32_t c : parts.connected) {
      const auto members = parts.members.of(c);
      const std::vector<Point> place =
          Part(graph, clusters, members, local, options).placed([&] { phase.advance(); });
      const Box box(place);
      if (layout.step == 0) {
        // The largest part decides, so that its members have the space that was asked for.
        const double area = box.width() * box.height(),
                     wanted = static_cast<double>(members.size()) * options.spacing * options.spacing;
        layout.step =
            std::clamp(area > 0 ? std::sqrt(wanted / area) : 0.0, options.spacing, 6 * options.spacing);
      }
      const Point corner = sheet.next(box.width() * layout.step, box.height() * layout.step,
                                      options.spacing * std::sqrt(static_cast<double>(n)));
      for (std::size_t i = 0; i < members.size(); ++i)
        layout.place[members[i]] = {corner.x + (place[i].x - box.left) * layout.step,
                                    corner.y + (place[i].y - box.top) * layout.step};
    }
    if (layout.step == 0) layout.step = options.spacing;
    sheet.new_row();
    layout.strip_top = sheet.used() ? sheet.row() - options.spacing : 0;
    Sheet strip(options.spacing, options.spacing);
    const double across =
        std::max(sheet.used() ? sheet.width() - 2 * options.spacing : 0.0,
                 options.spacing * 1.5 * std::sqrt(static_cast<double>(parts.isolated.size())));
    for (const VertexId v : parts.isolated) {
      const Point corner = strip.next(0, 0, across);
      layout.place[v] = {corner.x, layout.strip_top + corner.y};
    }
    for (Point& p : layout.place) p = {to_a_tenth(p.x), to_a_tenth(p.y)};
    layout.width =
        to_a_tenth(std::max(sheet.used() ? sheet.width() : 0.0, strip.used() ? strip.width() : 0.0));
    layout.height = to_a_tenth(strip.used()   ? layout.strip_top + strip.height()
                               : sheet.used() ? sheet.height()
                                              : 0.0);
    if (!strip.used()) layout.strip_top = layout.height;
    layout.strip_top = to_a_tenth(layout.strip_top);
    return layout;
  });
}

}  // namespace tertius::layout
