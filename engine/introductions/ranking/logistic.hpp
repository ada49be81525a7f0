// Logistic regression by Newton's method: probabilities from features, with weights that can be read.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"

namespace tertius::introductions {

/// Rows of features and what happened. values is row-major, outcomes.size() rows.
struct Examples {
  std::size_t features = 0;
  std::vector<float> values;
  std::vector<std::uint8_t> outcomes;  ///< 0 or 1

  std::size_t size() const { return outcomes.size(); }
  std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * features, features);
  }
};

struct LogisticModel {
  std::vector<double> weights;
  double intercept = 0.0;

  /// Log odds.
  double logit(std::span<const float> row) const;
};
/// 1 / (1 + exp(-logit)).
double probability(double logit);

struct LogisticOptions {
  std::vector<double> prior{};  ///< weights to stay near where examples say little; empty: zero
  double precision = 20.0;      ///< how strongly: precision / 2 times the squared distance joins the loss
  unsigned iterations = 30;
  double tolerance = 1e-9;  ///< stop when no weight moves by more
};

/// Maximises the likelihood of the outcomes with a Gaussian prior around `prior`; the intercept is free.
/// Newton steps, halved until the loss falls. O(iterations examples features^2); the same on any number of
/// threads. With outcomes of one kind only, the prior weights and the intercept that this share calls for.
LogisticModel fit_logistic(const Examples& examples, const LogisticOptions& options = {},
                           const RunContext& context = {});

}  // namespace tertius::introductions
