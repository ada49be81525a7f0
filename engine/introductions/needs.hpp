// Offers and needs: who offers what somebody looks for, and which words say so.
//
// Every phrase ("Workshops für Kinder") becomes two vectors, each of length 1: its words (stems, with the
// ideas of the table of synonyms in their place) and the runs of four letters in them, both weighted by
// TF-IDF over all phrases of the network (G. Salton & C. Buckley 1988, doi:10.1016/0306-4573(88)90021-0). The
// similarity of two phrases is 0.7 times the cosine of the words and 0.3 times the cosine of the runs, in
// [0,1].
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"

namespace tertius {

/// Phrases less similar than this do not meet.
inline constexpr double fit_threshold = 0.45;

/// One need of somebody that one offer of somebody else meets.
struct Fit {
  std::string_view wanted;   ///< the words of the need
  std::string_view offered;  ///< the words of the offer
  double similarity = 0.0;   ///< from fit_threshold to 1
};

/// What one member's offers do for another's needs: the best offer for each need that is met at all.
struct Fits {
  VertexId member = no_vertex;  ///< the other one
  std::vector<Fit> met;         ///< best first
  /// 1 - product of (1 - similarity^2): 0 for nothing, 1 for a need met to the letter.
  double value() const;
};

class Needs {
 public:
  /// Nobody offers or needs anything.
  Needs() = default;
  /// From the columns `offers` and `needs`; either may be absent. O(text).
  explicit Needs(const MemberTable& members);

  /// True when nobody has any phrase.
  bool empty() const { return index_ == nullptr; }
  /// The phrases as they were first written.
  std::vector<std::string_view> offers(VertexId v) const;
  std::vector<std::string_view> needs(VertexId v) const;

  /// Members who offer what `v` needs, in ascending order. Reads the phrases that share a word or a run of
  /// letters with the needs of `v`, and the members who have them.
  std::vector<Fits> who_helps(VertexId v) const;
  /// The same for a text that need not be anybody's need; the result refers to the memory of `goal`.
  std::vector<Fits> who_helps(std::string_view goal) const;
  /// Members who need what `v` offers, in ascending order.
  std::vector<Fits> whom_to_help(VertexId v) const;
  /// Members who offer what `v` offers (`v` too), in ascending order; both sides of a Fit are offers.
  std::vector<Fits> who_offers_alike(VertexId v) const;
  /// Of two phrases, as if both stood in this network.
  double similarity(std::string_view a, std::string_view b) const;

 private:
  class Index;
  std::shared_ptr<const Index> index_;
};

}  // namespace tertius
