// SPDX-License-Identifier: MIT
#include "autodiscover/server/status_page.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

/// Prometheus, text-based format, version 0.0.4: a help and a type line before all samples of a name.
void describe(Output& out, std::string_view name, std::string_view type, std::string_view help) {
    out.put("# HELP ").put(name).put(" ").put(help).put("\n");
    out.put("# TYPE ").put(name).put(" ").put(type).put("\n");
}

void append_number(Output& out, std::uint64_t number) {
    out.number(number).put("\n");
}

void write_number(Output& out, std::string_view name, std::string_view type, std::string_view help,
                  std::uint64_t number) {
    describe(out, name, type, help);
    out.put(name).put(" ");
    append_number(out, number);
}

/// All digits, as a double would lose some of a date.
void append_seconds(Output& out, std::chrono::nanoseconds time) {
    constexpr std::uint64_t billion = 1'000'000'000;
    const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
    std::string fraction = std::to_string(billion + ns % billion);
    fraction[0] = '.';
    out.number(ns / billion).put(fraction).put("\n");
}

void write_seconds(Output& out, std::string_view name, std::string_view help, std::chrono::nanoseconds time) {
    describe(out, name, "gauge", help);
    out.put(name).put(" ");
    append_seconds(out, time);
}

/// Those that were never sent too: a rate needs the zero before the first one.
void write_answers(Output& out, const Totals& totals) {
    constexpr std::string_view name = "autodiscover_requests_total";
    describe(out, name, "counter", "Answers, by route (as in the log, - is none) and HTTP status.");
    for (std::size_t row = 0; row < CounterTable::routes; ++row) {
        for (std::size_t column = 0; column < CounterTable::columns; ++column) {
            out.put(name).put("{route=\"").put(CounterTable::route_name(row));
            out.put("\",status=\"");
            if (column < CounterTable::statuses.size()) {
                out.number(CounterTable::statuses[column]);
            } else {
                out.put("other");
            }
            out.put("\"} ");
            append_number(out, totals.requests[row][column]);
        }
    }
}

void write_durations(Output& out, const Totals& totals) {
    constexpr std::string_view name = "autodiscover_request_duration_seconds";
    describe(out, name, "histogram", "From the whole request at hand to the answer written.");
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < totals.durations.size(); ++i) {
        count += totals.durations[i];
        out.put(name).put("_bucket{le=\"");
        out.put(i < CounterTable::bounds.size() ? CounterTable::bounds[i].seconds : "+Inf").put("\"} ");
        append_number(out, count);
    }
    out.put(name).put("_sum ");
    append_seconds(out, std::chrono::nanoseconds(totals.nanoseconds));
    out.put(name).put("_count ");
    append_number(out, count);
}

} // namespace

Response StatusPage::answer(Method method) const {
    if (method != Method::get && method != Method::head) {
        Response response = Response::text(405, "Method not allowed.");
        response.headers.add(HeaderName::allow, "GET, HEAD");
        return response;
    }
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.headers.add(HeaderName::cache_control, "no-store");
    Output out;
    out.reserve(16384);
    write_requests(out);
    write_configuration(out);
    write_process(out);
    response.body = out.take();
    response.omit_body = method == Method::head;
    return response;
}

void StatusPage::write_requests(Output& out) const {
    Totals totals;
    for (const Counters& worker : workers_) {
        worker.add_to(totals);
    }
    write_answers(out, totals);
    write_durations(out, totals);
    write_number(out, "autodiscover_connections", "gauge", "Open connections of web servers.",
                 connections_.size());
}

void StatusPage::write_configuration(Output& out) const {
    const auto snapshot = config_.snapshot();
    write_number(out, "autodiscover_config_generation", "gauge",
                 "Configurations that came into force since the start.", snapshot->generation);
    write_seconds(out, "autodiscover_config_loaded_timestamp_seconds", "When the one in force was loaded.",
                  snapshot->loaded_at.time_since_epoch());
    write_seconds(out, "autodiscover_config_age_seconds", "How long ago that was, whatever the clock did.",
                  std::chrono::steady_clock::now() - snapshot->loaded);
    write_number(out, "autodiscover_reload_failures_total", "counter",
                 "Configurations that were refused; the one before stayed in force.", config_.failures());
    write_number(out, "autodiscover_domains", "gauge", "Domains and patterns that are served.",
                 snapshot->domains);
}

void StatusPage::write_process(Output& out) const {
    write_seconds(out, "process_start_time_seconds", "When the process started.",
                  started_.time_since_epoch());
    describe(out, "autodiscover_build_info", "gauge", "Always 1; the version is the label.");
    out.put("autodiscover_build_info{version=\"" AUTODISCOVER_VERSION "\"} 1\n");
}

} // namespace autodiscover
