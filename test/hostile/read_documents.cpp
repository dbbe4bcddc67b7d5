// SPDX-License-Identifier: MIT
// What the XML reader thinks of each file named on standard input: "read" or why it is refused, a line a
// file. w3c.py asks it because the endpoint says the same of a document that is no Autodiscover request and
// of one that is no XML.
#include "autodiscover/format/xml_reader.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main() {
    autodiscover::initialize_xml();
    for (std::string path; std::getline(std::cin, path);) {
        std::ifstream in(path, std::ios::binary);
        if (!in) {
            std::cerr << path << " cannot be read\n";
            return 1;
        }
        const std::string document{std::istreambuf_iterator<char>(in), {}};
        const auto elements = autodiscover::read_xml(document);
        std::cout << (elements ? "read" : elements.error().message) << '\n';
    }
    return 0;
}
