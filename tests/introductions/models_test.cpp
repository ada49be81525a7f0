// The parts the blend is made of: spectra and logistic regression, against what is known of them.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/random.hpp"
#include "engine/introductions/ranking/logistic.hpp"
#include "engine/introductions/ranking/spectral.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::introductions {
namespace {

TEST(Spectrum, OfACompleteGraphIsKnown) {
  const Spectrum s = spectrum(test::complete_graph(12), {.matrix = Matrix::adjacency, .dimensions = 4});
  ASSERT_EQ(s.dimensions(), 4U);
  EXPECT_NEAR(s.values[0], 11.0, 1e-9);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_NEAR(s.values[i], -1.0, 1e-9);
  const Spectrum normalised = spectrum(test::complete_graph(12), {.dimensions = 3});
  EXPECT_NEAR(normalised.values[0], 1.0, 1e-9);
  EXPECT_NEAR(normalised.values[1], -1.0 / 11, 1e-9);
}

TEST(Spectrum, LeadingPairsSolveTheEquation) {
  const graph::Graph graph = test::random_graph(80, 0.15, 2);
  for (const Matrix matrix : {Matrix::adjacency, Matrix::normalised}) {
    const Spectrum s = spectrum(graph, {.matrix = matrix, .dimensions = 8, .iterations = 200});
    for (std::size_t i = 0; i < 3; ++i) {
      for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
        double sum = 0.0;
        for (const graph::VertexId w : graph.neighbours(v)) {
          const double scale =
              matrix == Matrix::adjacency ? 1.0 : std::sqrt(1.0 * graph.degree(v) * graph.degree(w));
          sum += static_cast<double>(s.of(w)[i]) / scale;
        }
        EXPECT_NEAR(sum, s.values[i] * static_cast<double>(s.of(v)[i]), 1e-4);
      }
    }
    double norm = 0.0, mixed = 0.0;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      norm += static_cast<double>(s.of(v)[0] * s.of(v)[0]);
      mixed += static_cast<double>(s.of(v)[0] * s.of(v)[1]);
    }
    EXPECT_NEAR(norm, 1.0, 1e-5);
    EXPECT_NEAR(mixed, 0.0, 1e-5);
  }
}

TEST(Spectrum, CopesWithNothing) {
  EXPECT_EQ(spectrum(graph::Graph()).dimensions(), 0U);
  EXPECT_EQ(spectrum(test::graph_of(1, {})).dimensions(), 0U);
  for (const float x : spectrum(test::graph_of(6, {}), {.dimensions = 2}).vectors)
    EXPECT_TRUE(std::isfinite(x));
  for (const float x : spectrum(test::graph_of(6, {{0, 1}}), {.dimensions = 3}).vectors)
    EXPECT_TRUE(std::isfinite(x));
}

TEST(Spectrum, IsTheSameOnAnyNumberOfThreads) {
  const graph::Graph graph = test::random_graph(3000, 0.002, 2);
  const Spectrum one = spectrum(graph, {.dimensions = 8}, {.threads = 1});
  EXPECT_EQ(one.vectors, spectrum(graph, {.dimensions = 8}, {.threads = 7}).vectors);
}

Examples made_up(std::size_t count, const std::vector<double>& weights, double intercept) {
  Examples examples;
  examples.features = weights.size();
  for (std::size_t i = 0; i < count; ++i) {
    RandomStream random(9, i);
    double logit = intercept;
    for (const double weight : weights) {
      const double x = 2.0 * random.real() - 1.0;
      examples.values.push_back(static_cast<float>(x));
      logit += weight * x;
    }
    examples.outcomes.push_back(random.real() < probability(logit) ? 1 : 0);
  }
  return examples;
}

TEST(Logistic, FindsTheWeightsThatMadeTheOutcomes) {
  const LogisticModel model = fit_logistic(made_up(60'000, {1.5, -0.7, 0.0}, -1.0), {.precision = 0.01});
  EXPECT_NEAR(model.weights[0], 1.5, 0.08);
  EXPECT_NEAR(model.weights[1], -0.7, 0.08);
  EXPECT_NEAR(model.weights[2], 0.0, 0.08);
  EXPECT_NEAR(model.intercept, -1.0, 0.05);
}

TEST(Logistic, GradientVanishesAtTheSolution) {
  const Examples examples = made_up(500, {1.0, 2.0}, 0.3);
  const LogisticModel model = fit_logistic(examples, {.prior = {0.5, 0.0}, .precision = 3.0});
  double gradient[] = {3.0 * (model.weights[0] - 0.5), 3.0 * model.weights[1], 0.0};
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const double error = probability(model.logit(examples.row(i))) - examples.outcomes[i];
    gradient[0] += error * static_cast<double>(examples.row(i)[0]);
    gradient[1] += error * static_cast<double>(examples.row(i)[1]);
    gradient[2] += error;
  }
  for (const double g : gradient) EXPECT_NEAR(g, 0.0, 1e-6);
}

TEST(Logistic, StaysFiniteWhereOutcomesCanBeToldApartPerfectlyOrNotAtAll) {
  Examples separable;
  separable.features = 1;
  for (int i = 0; i < 20; ++i) {
    separable.values.push_back(static_cast<float>(i) - 9.5F);
    separable.outcomes.push_back(i >= 10);
  }
  const LogisticModel model = fit_logistic(separable, {.precision = 1.0});
  EXPECT_TRUE(std::isfinite(model.weights[0]));
  EXPECT_GT(model.weights[0], 0.0);
  separable.outcomes.assign(20, 0);
  EXPECT_EQ(fit_logistic(separable, {.prior = {0.25}}).weights[0], 0.25);
  EXPECT_TRUE(std::isfinite(fit_logistic(Examples{}, {}).intercept));
}

TEST(Logistic, IsTheSameOnAnyNumberOfThreads) {
  const Examples examples = made_up(20'000, {1.5, -0.7, 0.4}, -1.0);
  const LogisticModel one = fit_logistic(examples, {}, {.threads = 1});
  const LogisticModel many = fit_logistic(examples, {}, {.threads = 7});
  EXPECT_EQ(one.weights, many.weights);
  EXPECT_EQ(one.intercept, many.intercept);
}

}  // namespace
}  // namespace tertius::introductions
