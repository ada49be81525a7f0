#include "engine/words/templates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core/error.hpp"

namespace tertius::words {

namespace {

using What = Piece::What;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Reads one template from its beginning to its end.
class Parser {
 public:
  Parser(std::string_view text, Location where) : text_(text), where_(std::move(where)) {}

  std::vector<Piece> whole() {
    std::vector<Piece> pieces = until("}", false);
    if (at_ < text_.size()) refuse("a closing brace too many");
    return pieces;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKey::internal, fmt::format("{} in \"{}\"", what, text_), where_);
  }

  /// Pieces up to one of the characters of `stop` or the end of the text.
  std::vector<Piece> until(std::string_view stop, bool counting) {
    std::vector<Piece> pieces;
    std::string literal;
    const auto end_literal = [&] {
      if (!literal.empty()) pieces.push_back({What::literal, std::move(literal)});
      literal.clear();
    };
    for (; at_ < text_.size() && stop.find(text_[at_]) == stop.npos; ++at_) {
      if (text_[at_] == '{') {
        end_literal();
        pieces.push_back(placeholder(counting));
      } else if (text_[at_] == '#' && counting) {
        end_literal();
        pieces.push_back({What::number_sign});
      } else {
        literal += text_[at_];
      }
    }
    end_literal();
    return pieces;
  }

  std::string name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
      ++at_;
    if (begin == at_) refuse("a name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }

  /// From the opening brace to the closing one, on which it stops.
  Piece placeholder(bool counting) {
    ++at_;
    Piece piece;
    const char sort = at_ < text_.size() ? text_[at_] : '\0';
    const bool argument = sort != '@' && sort != '$';
    at_ += argument ? 0 : 1;
    piece.text = name();
    const char mark = at_ < text_.size() ? text_[at_++] : '\0';
    switch (mark) {
      case '}':
        piece.what = argument ? What::value : sort == '@' ? What::term : What::setting;
        --at_;
        break;
      case ':':
        piece.what = What::value;
        while (at_ < text_.size() && text_[at_] != '}') piece.how += text_[at_++];
        break;
      case '|':
        piece.what = What::plural;
        branches(piece, true);
        break;
      case '?':
        piece.what = What::given;
        branches(piece, counting);
        break;
      case '=':
        piece.what = What::choice;
        branches(piece, counting);
        break;
      default:
        refuse("a placeholder of no known form");
    }
    if (at_ >= text_.size() || text_[at_] != '}') refuse("a closing brace is missing");
    if (!argument && piece.what != What::term && piece.what != What::setting)
      refuse("a term or a setting with something after its name");
    return piece;
  }

  void branches(Piece& piece, bool counting) {
    for (bool more = true; more;) {
      Piece::Branch branch;
      if (piece.what == What::choice) {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;  // where a line goes on
        branch.value = name();
        if (at_ >= text_.size() || text_[at_++] != ':') refuse("a value without its text");
      }
      branch.pieces = until("|}", counting);
      piece.branches.push_back(std::move(branch));
      more = at_ < text_.size() && text_[at_] == '|';
      at_ += more ? 1 : 0;
    }
    if (piece.what == What::given && piece.branches.size() > 2) refuse("more than two ways of being given");
  }

  std::string_view text_;
  Location where_;
  std::size_t at_ = 0;
};

/// Holds one template against its kind.
class Check {
 public:
  Check(const Templates& templates, Kind kind, std::vector<std::string>& problems)
      : templates_(templates), kind_(kind), problems_(problems) {}

  void whole(const std::vector<Piece>& pieces) {
    look(pieces);
    for (const Parameter& parameter : kind_.parameters()) {
      if (used_.count(parameter.name) == 0) say("does not use {}", parameter.name);
    }
  }

 private:
  template <class... Words>
  void say(fmt::format_string<const Words&...> words, const Words&... of) {
    problems_.push_back(fmt::format("{} {}", kind_.name(), fmt::format(words, of...)));
  }

  void look(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      if (piece.what == What::literal || piece.what == What::number_sign || piece.what == What::setting)
        continue;
      if (piece.what == What::term) {
        const std::vector<Piece>* term = templates_.term(piece.text);
        if (term == nullptr) {
          say("has no term @{}", piece.text);
        } else if (++depth_ < 9) {
          look(*term);
          --depth_;
        } else {
          say("goes round in circles at @{}", piece.text);
        }
        continue;
      }
      if (const Parameter* parameter = kind_.find(piece.text)) {
        used_.insert(parameter->name);
        fits(piece, *parameter);
      } else {
        say("has no argument {}", piece.text);
      }
      for (const Piece::Branch& branch : piece.branches) look(branch.pieces);
    }
  }

  void fits(const Piece& piece, const Parameter& parameter) {
    if (piece.what == What::plural) {
      if (parameter.type != Type::count) say("counts {}, which is no count", parameter.name);
      if (piece.branches.size() != templates_.forms())
        say("has {} forms for {}, not {}", piece.branches.size(), parameter.name, templates_.forms());
    }
    if (parameter.type == Type::number && !piece.how.empty() && piece.how != "short" && piece.how != "p" &&
        !(piece.how.size() == 1 && piece.how[0] >= '0' && piece.how[0] <= '9')) {
      const Parameter* decimals = kind_.find(piece.how);
      if (decimals == nullptr || decimals->type != Type::count) {
        say("has no number of decimals {}", piece.how);
      } else {
        used_.insert(decimals->name);
      }
    }
    if (piece.what == What::value && (parameter.type == Type::choice || parameter.type == Type::flag))
      say("shows {}, which is no text", parameter.name);
    if (piece.what != What::choice) return;
    if (parameter.type != Type::choice) say("chooses by {}, which is no choice", parameter.name);
    std::set<std::string_view> seen;
    for (const Piece::Branch& branch : piece.branches) {
      if (!parameter.may_be(branch.value)) say("has no value {} of {}", branch.value, parameter.name);
      if (!seen.insert(branch.value).second) say("has the value {} twice", branch.value);
    }
    const auto values =
        static_cast<std::size_t>(1 + std::count(parameter.choices.begin(), parameter.choices.end(), ' '));
    if (seen.size() < values) say("leaves out a value of {}", parameter.name);
  }

  const Templates& templates_;
  Kind kind_;
  std::vector<std::string>& problems_;
  std::set<std::string_view> used_;
  int depth_ = 0;
};

}  // namespace

Templates::Templates(std::string_view file, std::string_view text, Templates base)
    : Templates(std::move(base)) {
  file_ = file;
  std::set<std::string> seen;
  std::string name, words;
  Location begun{file_}, where{file_};
  const auto finish = [&] {
    if (name.empty()) return;
    if (!seen.insert(name).second)
      throw Error(ErrorKey::internal, fmt::format("a second template for \"{}\"", name), begun);
    if (name.front() == '"') {
      labels_.insert_or_assign(name.substr(1, name.size() - 2), words);
      return;
    }
    std::vector<Piece> pieces = Parser(words, begun).whole();
    const auto known = std::find_if(Kind::all().begin(), Kind::all().end(),
                                    [&](const KindEntry& entry) { return entry.name == name; });
    if (name.front() == '@') {
      terms_.insert_or_assign(name.substr(1), std::move(pieces));
    } else if (known == Kind::all().end()) {
      throw Error(ErrorKey::internal, fmt::format("a template for \"{}\", which is no kind", name), begun);
    } else {
      of_kind_[static_cast<std::size_t>(known - Kind::all().begin())] = std::move(pieces);
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    ++where.place.line;
    if (trimmed(line).empty() || line.front() == '#') continue;
    if (line.front() == ' ') {
      (words += words.empty() ? "" : " ") += trimmed(line);
      continue;
    }
    finish();
    const std::size_t equals = line.find('=', line.front() == '"' ? line.find("\" =") : 0);
    if (equals == line.npos) throw Error(ErrorKey::internal, "a line without =", where);
    name = trimmed(line.substr(0, equals));
    words = trimmed(line.substr(equals + 1));
    begun = where;
  }
  finish();
  forms_.clear();
  for (std::string_view rest = word("plural"); !rest.empty();) {
    const std::size_t bar = rest.find('|');
    forms_.emplace_back(trimmed(rest.substr(0, bar)));
    rest = bar == rest.npos ? std::string_view() : rest.substr(bar + 1);
  }
}

const std::vector<Piece>* Templates::term(std::string_view name) const {
  const auto found = terms_.find(name);
  return found == terms_.end() ? nullptr : &found->second;
}

std::string_view Templates::word(std::string_view name) const {
  const std::vector<Piece>* pieces = term(name);
  return pieces == nullptr || pieces->size() != 1 ? std::string_view()
                                                  : std::string_view(pieces->front().text);
}

std::string_view Templates::label(std::string_view english) const {
  const auto found = labels_.find(english);
  return found == labels_.end() ? english : std::string_view(found->second);
}

std::size_t Templates::form_of(std::uint64_t count) const {
  const std::string digits = fmt::format(" {} ", count);
  std::size_t form = 0;
  while (form + 1 < forms_.size() && fmt::format(" {} ", forms_[form]).find(digits) == std::string::npos)
    ++form;
  return form;
}

std::vector<std::string> Templates::problems(const std::function<bool(Kind)>& spoken) const {
  std::vector<std::string> found;
  if (forms_.empty() || forms_.back() != "other") found.push_back("@plural does not end with \"other\"");
  for (const char* name : {"language", "own_name", "and", "decimal", "thousands", "months"})
    if (word(name).empty()) found.push_back(fmt::format("@{} is missing", name));
  for (const char* name : {"percent", "hardly_any", "nearly_all", "day"})
    if (term(name) == nullptr) found.push_back(fmt::format("@{} is missing", name));
  for (std::size_t k = 0; k < of_kind_.size(); ++k) {
    const Kind kind = Kind::at(k);
    if (of_kind_[k]) {
      Check(*this, kind, found).whole(*of_kind_[k]);
    } else if (spoken(kind)) {
      found.push_back(fmt::format("{} has no template", kind.name()));
    }
  }
  for (std::string& line : found) line = file_ + ": " + line;
  return found;
}

}  // namespace tertius::words
