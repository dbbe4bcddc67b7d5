// SPDX-License-Identifier: MIT
#include "autodiscover/server/fastcgi.hpp"

#include "autodiscover/responder/router.hpp"
#include "autodiscover/server/cgi_variables.hpp"
#include "autodiscover/server/record_scan.hpp"
#include "autodiscover/server/status_page.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fcgiapp.h>
#include <utility>

namespace autodiscover {

namespace {

/// A request that libfcgi reads from a connection that we accepted. The descriptor stays ours but where
/// FCGX_Accept_r fails.
class AcceptedRequest {
  public:
    explicit AcceptedRequest(int fd) {
        FCGX_InitRequest(&request_, -1, 0);
        request_.ipcFd = fd;
        request_.keepConnection = 1; // else FCGX_Accept_r closes the connection before it reads from it
        FCGX_Detach(&request_);      // else a close lingers for up to two seconds, and for ever on dribble
    }
    AcceptedRequest(const AcceptedRequest&) = delete;
    AcceptedRequest& operator=(const AcceptedRequest&) = delete;
    ~AcceptedRequest() { FCGX_Free(&request_, 0); }

    /// False: no request came, and libfcgi has closed the connection.
    bool read() { return FCGX_Accept_r(&request_) == 0; }

    [[nodiscard]] const char* const* variables() const { return request_.envp; }

    /// Reads up to the end of the body or until the buffer is full.
    std::size_t read_body(std::vector<char>& buffer) {
        const int read = FCGX_GetStr(buffer.data(), static_cast<int>(buffer.size()), request_.in);
        return static_cast<std::size_t>(read);
    }
    [[nodiscard]] bool is_broken() const { return FCGX_GetError(request_.in) != 0; }

    /// Sends all; false when the peer did not take it.
    bool write(std::string_view text) {
        FCGX_PutStr(text.data(), static_cast<int>(text.size()), request_.out);
        // This order: the last stream to be closed carries the end of the request in the same write.
        const int error = FCGX_FClose(request_.err);
        return FCGX_FClose(request_.out) == 0 && error == 0;
    }
    [[nodiscard]] bool is_kept() const { return request_.keepConnection != 0; }

  private:
    FCGX_Request request_;
};

Answer too_large() {
    return {Response::text(413, "The request is too large."), "-"};
}

/// An answer at once, where a closed socket or a queue would let clients and web servers wait.
Answer unavailable(const Request& request) {
    Response response = Response::unavailable();
    response.omit_body = request.method == Method::head;
    response.remark = "no configuration is in force";
    const Protocol* const protocol = find_route(request.path).protocol;
    return {std::move(response), protocol != nullptr ? protocol->name : "-"};
}

/// Only the server knows its own numbers, so respond() never hears of /status.
Answer answer_to(const Request& request, std::string_view permission, const Directory* directory,
                 const StatusPage* status) {
    if (status != nullptr && StatusPage::is_asked_for(request.path, permission)) {
        return {status->answer(request.method), status_route};
    }
    return directory != nullptr ? respond(request, *directory) : unavailable(request);
}

Exchange exchange_over(int fd, ExchangeBuffers& buffers, std::size_t max_body, const Directory* directory,
                       const StatusPage* status) {
    AcceptedRequest accepted(fd);
    if (!accepted.read()) {
        return {.connection = Connection::is_closed};
    }
    const CgiVariables variables = CgiVariables::read(accepted.variables());
    const std::uint64_t declared = variables.length().value_or(0);
    std::size_t size = 0;
    bool has_more = declared > body_limit; // look_at() did not wait for it
    if (!has_more) {
        buffers.body.resize(body_limit + 1); // one more shows that there is more
        size = accepted.read_body(buffers.body);
        if (accepted.is_broken()) {
            return {};
        }
        has_more = size > body_limit;
    }
    Answer& answer = buffers.last;
    if (std::max<std::uint64_t>(declared, size) > max_body) {
        answer = too_large();
    } else {
        Request request = variables.request(buffers.path);
        request.body = {buffers.body.data(), size};
        request.time = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        answer = answer_to(request, variables.autodiscover_status, directory, status);
    }
    const Response& response = answer.response;
    buffers.answer.clear();
    Output out(std::move(buffers.answer));
    serialize(response, out);
    const bool sent = accepted.write(out.view());
    buffers.answer = out.take();
    const auto after = has_more                     ? Connection::has_unread_input
                       : sent && accepted.is_kept() ? Connection::kept
                                                    : Connection::to_close;
    return {.connection = after,
            .answered = true,
            .route = answer.route,
            .status = response.status,
            .bytes = response.omit_body ? 0 : response.body.size(),
            .remark = answer.remark()};
}

} // namespace

bool initialize_fastcgi() {
    return FCGX_Init() == 0;
}

Exchange exchange(int fd, ExchangeBuffers& buffers, std::size_t max_body, const Directory* directory,
                  const StatusPage* status) {
    if (fd < LowDescriptor::limit) {
        return exchange_over(fd, buffers, max_body, directory, status);
    }
    LowDescriptor::Loan loan(buffers.low_descriptor, fd);
    if (loan.number() < 0) {
        return {};
    }
    Exchange done = exchange_over(loan.number(), buffers, max_body, directory, status);
    if (done.connection == Connection::is_closed) {
        loan.is_closed();
        done.connection = Connection::to_close; // ours is still open
    }
    return done;
}

} // namespace autodiscover
