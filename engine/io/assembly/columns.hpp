// The attributes of members as the engine knows them, whatever the input calls them and in whatever format it is.
#pragma once

#include "engine/io/assembly/loading.hpp"

namespace tertius::io {

/// Gives the attributes that say discipline, region, offers and needs (text/headings.hpp), and those that
/// LoadOptions::columns names, the names by which the engine asks for them; a second one of such a name is numbered.
/// They are found by the words of the input, too. Says in the report what serves as what, and what was not found.
/// Throws Error{usage} for a chosen column that there is not. O(columns).
void assign_columns(LoadedNetwork& loaded, const LoadOptions& options);

/// Joins values of an attribute that differ in case and blanks alone, with the spelling that most members have, and
/// makes "n/a", "-", "keine" and the like no value; both with a note. Words of consent stay, and so do attributes of
/// more than 65,536 different values, which are no groups. O(members + bytes of the values).
void join_spellings(LoadedNetwork& loaded, const LoadOptions& options);

}  // namespace tertius::io
