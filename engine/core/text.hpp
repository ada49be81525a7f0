// Text as people write it: UTF-8, its width on a terminal, its folded form for comparisons, its form in CSV.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tertius {

/// Position of the first byte that is not valid UTF-8, or npos. Overlong forms and surrogates are invalid.
std::size_t find_invalid_utf8(std::string_view text);

/// Appends a code point in UTF-8. Surrogates take three bytes, as if they were characters.
void append_utf8(std::string& text, std::uint32_t code_point);

/// Columns that `text` takes on a terminal: combining marks none, wide characters two.
std::size_t display_width(std::string_view text);

/// `text` cut to at most `width` columns; the last one is an ellipsis where something was cut off. Control
/// characters become spaces, so that a hostile name cannot drive the terminal.
std::string fit_to_width(std::string_view text, std::size_t width);

/// Unicode case folding and compatibility normalisation (NFKC): equal for "STRASSE" and "straße".
std::string fold_case(std::string_view text);

/// A word in letters without marks, folded: "Müller" is "muller", or "mueller" where marks are `spelled` out; Turkish,
/// Slavic and Nordic letters are those that people write for them.
std::string plain_letters(std::string_view word, bool spelled);

/// A heading as it is compared: folded, letters and digits alone, so that "E-Mail" is "email", and without what
/// forms put around it: "Ihre E-Mail*" and "2. E-Mail (Pflichtfeld)" are "email", too.
std::string bare_heading(std::string_view heading);

/// Edit distance in code points (Levenshtein), for "did you mean". O(|a| |b|).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// A field of a CSV row, quoted where RFC 4180 asks for it.
std::string csv_field(std::string_view text);
/// The fields joined by commas and ended by a line feed.
std::string csv_row(const std::vector<std::string>& fields);

/// Whether a spreadsheet would take a text for a formula: it begins with = + - or @, or with a tab or line
/// end before such, and is no number.
bool looks_like_formula(std::string_view text);
/// A text as a cell of an answer that people open in a spreadsheet: an apostrophe stands before what looks
/// like a formula (and before an apostrophe that does). Data that is read again has none.
std::string with_formula_mark(std::string text);
/// The text without that apostrophe.
std::string_view without_formula_mark(std::string_view cell);

/// Shortest text that reads back as the same number; empty for NaN and infinities.
std::string number_text(double value);

/// "1,234,567".
std::string grouped_digits(unsigned long long value);

/// "1 connection", "2 connections".
std::string counted(unsigned long long count, std::string_view one, std::string_view many);

}  // namespace tertius
