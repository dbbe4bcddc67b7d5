// SPDX-License-Identifier: MIT
#include "foreign_value.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

ForeignValue* ForeignValue::take(std::string_view wanted) {
    const auto found = std::find_if(members.rbegin(), members.rend(), [&](const ForeignValue& member) {
        return kind == Kind::table && member.key == wanted;
    });
    if (found == members.rend()) {
        return nullptr;
    }
    found->used = true;
    return found->kind == Kind::nothing ? nullptr : &*found;
}

ForeignValue* ForeignValue::take(std::string_view wanted, Kind wanted_kind) {
    ForeignValue* const found = take(wanted);
    if (found == nullptr || found->kind == wanted_kind) {
        return found;
    }
    found->used = false;
    return nullptr;
}

void ForeignValue::use_all() {
    used = true;
    for (ForeignValue& member : members) {
        member.use_all();
    }
}

ForeignValue& ForeignValue::add(Kind member_kind, std::string_view member_key) {
    std::string place = path;
    if (kind == Kind::list) {
        place.append("[").append(std::to_string(members.size()));
        place.append("]");
    } else {
        place.append(place.empty() ? "" : ".").append(member_key);
    }
    ForeignValue& member = members.emplace_back();
    member.kind = member_kind;
    member.key = member_key;
    member.path = std::move(place);
    return member;
}

} // namespace autodiscover
