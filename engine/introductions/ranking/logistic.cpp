#include "engine/introductions/ranking/logistic.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/parallel.hpp"

namespace tertius::introductions {

namespace {

constexpr std::size_t block = 4096;

/// Loss, gradient and upper half of the Hessian, intercept last.
struct Moments {
  double loss = 0.0;
  std::vector<double> gradient;
  std::vector<double> hessian;
};

double log_loss(double logit, bool outcome) {
  const double signed_logit = outcome ? -logit : logit;  // log(1 + e^x), without overflow
  return signed_logit > 0 ? signed_logit + std::log1p(std::exp(-signed_logit))
                          : std::log1p(std::exp(signed_logit));
}

double total_loss(const Examples& examples, const LogisticModel& model) {
  return parallel_reduce(examples.size(), block, 0.0, [&](std::size_t begin, std::size_t end) {
    double loss = 0.0;
    for (std::size_t i = begin; i < end; ++i)
      loss += log_loss(model.logit(examples.row(i)), examples.outcomes[i] != 0);
    return loss;
  });
}

Moments moments(const Examples& examples, const LogisticModel& model) {
  const std::size_t d = examples.features + 1;
  const Moments zero{0.0, std::vector<double>(d, 0.0), std::vector<double>(d * d, 0.0)};
  return parallel_reduce(
      examples.size(), block, zero,
      [&](std::size_t begin, std::size_t end) {
        Moments part = zero;
        std::vector<double> x(d, 1.0);
        for (std::size_t i = begin; i < end; ++i) {
          const auto row = examples.row(i);
          std::copy(row.begin(), row.end(), x.begin());
          const double logit = model.logit(row);
          const double p = probability(logit);
          part.loss += log_loss(logit, examples.outcomes[i] != 0);
          const double error = p - examples.outcomes[i];
          const double curvature = p * (1.0 - p);
          for (std::size_t a = 0; a < d; ++a) {
            part.gradient[a] += error * x[a];
            const double scaled = curvature * x[a];
            double* const h = part.hessian.data() + a * d;
            for (std::size_t b = a; b < d; ++b) h[b] += scaled * x[b];
          }
        }
        return part;
      },
      [](Moments left, const Moments& right) {
        left.loss += right.loss;
        for (std::size_t i = 0; i < left.gradient.size(); ++i) left.gradient[i] += right.gradient[i];
        for (std::size_t i = 0; i < left.hessian.size(); ++i) left.hessian[i] += right.hessian[i];
        return left;
      });
}

/// Solves h x = b for a symmetric positive definite h given by its upper half; b becomes x.
void solve(std::size_t d, std::vector<double>& h, std::vector<double>& b) {
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const double factor = h[k * d + i];
      for (std::size_t j = i; j < d; ++j) h[i * d + j] -= factor * h[k * d + j];
    }
    const double root = std::sqrt(std::max(h[i * d + i], 1e-12));
    for (std::size_t j = i; j < d; ++j) h[i * d + j] /= root;
  }
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= h[k * d + i] * b[k];
    b[i] /= h[i * d + i];
  }
  for (std::size_t i = d; i-- > 0;) {
    for (std::size_t k = i + 1; k < d; ++k) b[i] -= h[i * d + k] * b[k];
    b[i] /= h[i * d + i];
  }
}

}  // namespace

double LogisticModel::logit(std::span<const float> row) const {
  double sum = intercept;
  for (std::size_t i = 0; i < row.size(); ++i) sum += weights[i] * static_cast<double>(row[i]);
  return sum;
}

double probability(double logit) {
  return 1.0 / (1.0 + std::exp(-logit));
}

LogisticModel fit_logistic(const Examples& examples, const LogisticOptions& options,
                           const RunContext& context) {
  const std::size_t features = examples.features;
  std::vector<double> prior = options.prior;
  prior.resize(features, 0.0);
  LogisticModel model{prior, 0.0};
  const auto positive =
      static_cast<double>(std::count(examples.outcomes.begin(), examples.outcomes.end(), 1));
  const double negative = static_cast<double>(examples.size()) - positive;
  model.intercept = std::log((positive + 0.5) / (negative + 0.5));
  if (positive == 0.0 || negative == 0.0) return model;

  return with_threads(context, [&] {
    const auto penalty = [&](const LogisticModel& at) {
      double sum = 0.0;
      for (std::size_t i = 0; i < features; ++i)
        sum += (at.weights[i] - prior[i]) * (at.weights[i] - prior[i]);
      return options.precision / 2.0 * sum;
    };
    Phase phase(context, "logistic", options.iterations);
    for (unsigned iteration = 0; iteration < options.iterations; ++iteration) {
      Moments at = moments(examples, model);
      const double before = at.loss + penalty(model);
      for (std::size_t i = 0; i < features; ++i) {
        at.gradient[i] += options.precision * (model.weights[i] - prior[i]);
        at.hessian[i * (features + 1) + i] += options.precision;
      }
      solve(features + 1, at.hessian, at.gradient);
      double step = 1.0;
      double moved = 0.0;
      for (int halving = 0; halving < 20; ++halving, step /= 2) {
        LogisticModel next = model;
        for (std::size_t i = 0; i < features; ++i) next.weights[i] -= step * at.gradient[i];
        next.intercept -= step * at.gradient[features];
        if (total_loss(examples, next) + penalty(next) > before + 1e-9 * std::abs(before)) continue;
        for (const double g : at.gradient) moved = std::max(moved, std::abs(step * g));
        model = std::move(next);
        break;
      }
      phase.advance();
      if (moved <= options.tolerance) break;
    }
    return model;
  });
}

}  // namespace tertius::introductions
