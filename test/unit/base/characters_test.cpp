// SPDX-License-Identifier: MIT
#include "autodiscover/base/characters.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

// The table as a whole is checked by test/characters.py; here is how it is read.
BOOST_AUTO_TEST_SUITE(characters)

BOOST_AUTO_TEST_CASE(texts_in_all_scripts_are_as_they_look) {
    for (const std::string_view text :
         {"",    "a b\n@", "ü",    "e\u0301", "имя",    "Ελλάδα", "אבג",
          "اسم", "٠١٢",    "नमस्ते", "名前",    "이름",   "ชื่อ",     "ⴰⴱ",
          "𐐷𝒳",  "🙂",   "·•★",  "\ufe0f",  "\u00a1", "\u00ac", "\U000e0100"}) {
        BOOST_TEST(!has_deceptive_character(text), text);
    }
}

BOOST_AUTO_TEST_CASE(what_deceives_is_found_anywhere) {
    for (const std::string character :
         {"\u0080",     "\u0085",     "\u009f",     "\u00a0",     "\u00ad",     "\u0378",     "\u061c",
          "\u115f",     "\u1160",     "\u1680",     "\u180e",     "\u2000",     "\u200b",     "\u200d",
          "\u200f",     "\u2028",     "\u2029",     "\u202e",     "\u202f",     "\u205f",     "\u2060",
          "\u2066",     "\u2069",     "\u2800",     "\u3000",     "\u3164",     "\ue000",     "\ufdd0",
          "\ufe6b",     "\ufeff",     "\uff20",     "\uffa0",     "\ufff9",     "\uffff",     "\U0001d159",
          "\U0001d173", "\U0001fffe", "\U000e0001", "\U000e007f", "\U000f0000", "\U0010ffff", "\xed\xa0\x80",
          "\xff",       "\xc2"}) {
        BOOST_TEST(has_deceptive_character(character));
        BOOST_TEST(has_deceptive_character("aü" + character));
        BOOST_TEST(has_deceptive_character(character + "aü"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
