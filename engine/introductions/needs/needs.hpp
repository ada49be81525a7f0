// Offers and needs: who offers what somebody looks for, and which words say so.
//
// Two phrases meet when they mean the same, or when what is offered is a narrower case of what is wanted
// (engine/introductions/needs/meaning.hpp): "Fotografie" is met by "portrait photography", "portrait
// photography" by "Porträtfotos", "poster design" not by "web design". Whether two phrases meet depends on
// nothing but the two and the vocabulary. The similarity of phrases that meet is 1 for the same text and 0.95
// for the same meaning; where parts are narrower or more is offered than is wanted, 0.6 + 0.3 times the share
// of parts that agree (half for a narrower one), and 0.9 of that where the thing stands for its making or
// only one of several things wanted is offered.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"
#include "engine/introductions/needs/vocabulary.hpp"

namespace tertius::introductions {

/// Phrases that meet are at least this similar; the similarity of all others is 0.
inline constexpr double fit_threshold = 0.5;

/// One need of somebody that one offer of somebody else meets.
struct Fit {
  std::string_view wanted;   ///< the words of the need
  std::string_view offered;  ///< the words of the offer
  double similarity = 0.0;   ///< from fit_threshold to 1
};

/// What one member's offers do for another's needs: the best offer for each need that is met at all.
struct Fits {
  graph::VertexId member = graph::no_vertex;  ///< the other one
  std::vector<Fit> met;                       ///< best first
  /// 1 - product of (1 - similarity^2): 0 for nothing, 1 for a need met to the letter.
  double value() const;
};

class Needs {
 public:
  /// No member offers or needs anything.
  Needs() = default;
  /// From the columns `offers` and `needs`; either may be absent. Null: the built-in vocabulary. O(text).
  explicit Needs(const graph::MemberTable& members,
                 const std::shared_ptr<const introductions::Vocabulary>& vocabulary = {});

  /// True when no member has any phrase.
  bool empty() const { return index_ == nullptr; }
  /// The phrases as they were first written.
  std::vector<std::string_view> offers(graph::VertexId v) const;
  std::vector<std::string_view> needs(graph::VertexId v) const;

  /// Members who offer what `v` needs, in ascending order. Reads, for each need, the phrases that have its
  /// rarest part, and the members who have those that meet it.
  std::vector<Fits> who_helps(graph::VertexId v) const;
  /// The same for a text that need not be anybody's need; the result refers to the memory of `goal`.
  std::vector<Fits> who_helps(std::string_view goal) const;
  /// Members who need what `v` offers, in ascending order.
  std::vector<Fits> whom_to_help(graph::VertexId v) const;
  /// Members who offer what `v` offers (`v` too), in ascending order; both sides of a Fit are offers.
  std::vector<Fits> who_offers_alike(graph::VertexId v) const;
  /// How well one phrase is met by another, whoever has them: 0, or from fit_threshold to 1.
  double similarity(std::string_view wanted, std::string_view offered) const;

 private:
  class Index;
  std::shared_ptr<const Index> index_;
};

}  // namespace tertius::introductions
