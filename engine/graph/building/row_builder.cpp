#include "engine/graph/building/row_builder.hpp"

#include "engine/graph/building/key_buckets.hpp"

namespace tertius::graph {
namespace {

std::unique_ptr<RowBuilder::Buckets> make_buckets(const RowShape& shape) {
  const bool narrow = rows::KeyLayout(shape).bits() <= 32;
  if (narrow && shape.weighted) return std::make_unique<rows::KeyBuckets<std::uint32_t, true>>(shape);
  if (narrow) return std::make_unique<rows::KeyBuckets<std::uint32_t, false>>(shape);
  if (shape.weighted) return std::make_unique<rows::KeyBuckets<std::uint64_t, true>>(shape);
  return std::make_unique<rows::KeyBuckets<std::uint64_t, false>>(shape);
}

}  // namespace

RowBuilder::RowBuilder(const RowShape& shape) : buckets_(make_buckets(shape)) {}
RowBuilder::~RowBuilder() = default;
RowBuilder::RowBuilder(RowBuilder&&) noexcept = default;
RowBuilder& RowBuilder::operator=(RowBuilder&&) noexcept = default;

void RowBuilder::add(std::span<const VertexPair> pairs, const double* weights, std::uint64_t position) {
  buckets_->add(pairs, weights, position);
}
void RowBuilder::add_member(VertexId id) {
  buckets_->add_member(id);
}
void RowBuilder::move_into(RowBuilder& other, const RunContext& context) {
  buckets_->move_into(other, context);
}
std::uint64_t RowBuilder::id_bound() const {
  return buckets_->shape.id_bound;
}
std::size_t RowBuilder::key_bytes() const {
  return buckets_->layout.bits() <= 32 ? 4 : 8;
}
std::uint64_t RowBuilder::rows() const {
  return buckets_->rows();
}
std::uint64_t RowBuilder::bytes() const {
  return buckets_->bytes();
}

BuildResult RowBuilder::finish(VertexId n, const BuildOptions& options, const RunContext& context) {
  return buckets_->finish(n, false, options, context).built;
}

RowBuilder::Compacted RowBuilder::finish_compact(const BuildOptions& options, const RunContext& context) {
  return buckets_->finish(buckets_->shape.id_bound, true, options, context);
}

}  // namespace tertius::graph
