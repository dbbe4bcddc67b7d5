// SPDX-License-Identifier: MIT
// The yardstick: the least that a libfcgi program can do. It answers every request with the same bytes.
// usage: constant SOCKET BYTES THREADS
#include <csignal>
#include <cstdlib>
#include <fcgiapp.h>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    // Before libfcgi installs its own, which only asks its accept loop to end.
    std::signal(SIGTERM, [](int) { std::_Exit(0); });
    if (argc != 4 || FCGX_Init() != 0) {
        return 64;
    }
    const int listener = FCGX_OpenSocket(argv[1], 512);
    const std::string body(static_cast<std::size_t>(std::atoi(argv[2])), 'x');
    const std::string answer = "Status: 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: " +
                               std::to_string(body.size()) + "\r\n\r\n" + body;
    const auto serve = [&] {
        FCGX_Request request;
        FCGX_InitRequest(&request, listener, 0);
        while (FCGX_Accept_r(&request) == 0) {
            FCGX_PutStr(answer.data(), static_cast<int>(answer.size()), request.out);
            FCGX_Finish_r(&request);
        }
    };
    std::vector<std::thread> threads;
    for (int i = std::atoi(argv[3]); i > 0; --i) {
        threads.emplace_back(serve);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}
