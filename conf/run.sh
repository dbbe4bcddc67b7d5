#!/bin/sh
# SPDX-License-Identifier: MIT
# Serves a configuration behind a private nginx on loopback, with the shipped files of nginx/, until Ctrl-C.
# usage: conf/run.sh BINARY CONFIG
# With RUN_ONCE=1 it sends each request that it prints, requires status 200, shows the first lines of each answer, and stops.
set -eu

binary=$(realpath "$1")
config=$(realpath "$2")
root=$(dirname "$(dirname "$(realpath "$0")")")
PATH=$PATH:/usr/sbin:/sbin # where Debian puts nginx
tmp=$(mktemp -d "${TMPDIR:-/tmp}/autodiscover-run.XXXXXX")
responder=
nginx=

# shellcheck disable=SC2317 # called by the trap
stop() {
    status=$?
    trap '' INT TERM HUP # a second Ctrl-C must not leave the folder behind
    for pid in $nginx $responder; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$tmp"
    exit "$status"
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

fail() {
    echo "conf/run.sh: $*" >&2
    cat "$tmp"/log/* >&2 2>/dev/null || true
    exit 1
}

# The first port from $1 on that no process listens on (state 0A in /proc/net/tcp).
free_port() {
    port=$1
    while cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q "$(printf ':%04X [0-9A-F]*:0000 0A' "$port")"; do
        port=$((port + 1))
    done
    echo "$port"
}

# The shipped files with our ports, certificate and folders.
install_nginx() {
    mkdir "$tmp/conf.d" "$tmp/sites-enabled" "$tmp/snippets" "$tmp/log"
    cp "$root/nginx/autodiscover-upstream.conf" "$tmp/conf.d/"
    cp "$root/nginx/autodiscover-params.conf" "$root/nginx/autodiscover-pass.conf" "$tmp/snippets/"
    cp "$root/nginx/autodiscover.conf" "$root/nginx/autodiscover-http.conf" "$tmp/sites-enabled/"
    sed -i -e '/listen \[::\]/d' -e "s|listen 443 |listen 127.0.0.1:$https |" -e "s|listen 80;|listen 127.0.0.1:$http;|" \
        -e "s|/run/autodiscover/autodiscover.sock|$tmp/responder.sock|" -e "s|/var/log/nginx|$tmp/log|" \
        -e "s|/etc/letsencrypt/live/autodiscover/fullchain.pem|$tmp/cert.pem|" \
        -e "s|/etc/letsencrypt/live/autodiscover/privkey.pem|$tmp/key.pem|" "$tmp"/*/*.conf
    [ "$(id -u)" = 0 ] && user="user root;" || user= # or its worker could not open the folder
    cat >"$tmp/nginx.conf" <<EOF
$user
worker_processes 1;
daemon off;
pid $tmp/nginx.pid;
error_log $tmp/log/nginx.log;
events { worker_connections 256; }
http {
    access_log $tmp/log/nginx.log;
    client_body_temp_path $tmp/body;
    fastcgi_temp_path $tmp/fastcgi;
    proxy_temp_path $tmp/proxy;
    uwsgi_temp_path $tmp/uwsgi;
    scgi_temp_path $tmp/scgi;
    include conf.d/*.conf;
    include sites-enabled/*.conf;
}
EOF
}

# A listening socket as fd 0, as with spawn-fcgi and mod_fcgid; the configuration's `listen` is ignored.
start_responder() {
    AUTODISCOVER_CONFIG=$config perl -MSocket -e '
        my $s;
        socket($s, AF_UNIX, SOCK_STREAM, 0) and bind($s, pack_sockaddr_un(shift)) and listen($s, 128)
            and open(STDIN, "<&", $s) and exec(@ARGV);
        die $!' "$tmp/responder.sock" "$binary" &
    responder=$!
}

start_nginx() {
    nginx -p "$tmp" -c "$tmp/nginx.conf" >>"$tmp/log/nginx.log" 2>&1 &
    nginx=$!
}

# Whether both run; `wait` has reaped a process that ended.
running() {
    kill -0 "$responder" 2>/dev/null && kill -0 "$nginx" 2>/dev/null
}

pause() {
    sleep "$1" &
    wait $! || true
}

# 502 comes from nginx, without the responder.
answers() {
    status=$(curl -s -o "$tmp/answer" -w '%{http_code}' "http://127.0.0.1:$http/mail/config-v1.1.xml") && [ "$status" != 502 ]
}

# The first domain of the configuration that is a plain name.
domain() {
    awk '/^domains:/ { inside = 1; next } inside && /^[^ #]/ { exit }
         inside && match($0, /^ +[a-z0-9-]+(\.[a-z0-9-]+)+:/) { gsub(/[ :]/, "", $1); print $1; exit }' "$config"
}

pox() {
    printf '%s' '<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/' \
        'autodiscover/outlook/requestschema/2006"><Request><EMailAddress>'"alice@$domain"'</EMailAddress>' \
        '<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a' \
        '</AcceptableResponseSchema></Request></Autodiscover>'
}

# The requests: each is a comment and a command.
questions() {
    curl="curl -k --resolve '*:$https:127.0.0.1'"
    cat <<EOF
# Thunderbird and its family: autoconfig
$curl 'https://autoconfig.$domain:$https/mail/config-v1.1.xml?emailaddress=alice%40$domain'
# the same without TLS, as some of them fall back to
curl -H 'Host: autoconfig.$domain' 'http://127.0.0.1:$http/mail/config-v1.1.xml'
# Outlook: Autodiscover POX
$curl -H 'Content-Type: text/xml' -d '$(pox)' 'https://autodiscover.$domain:$https/autodiscover/autodiscover.xml'
# Outlook: Autodiscover V2 JSON
$curl 'https://autodiscover.$domain:$https/autodiscover/autodiscover.json/v1.0/alice@$domain?Protocol=AutodiscoverV1'
# users: the page, which a browser shows at https://autoconfig.$domain:$https/
$curl -d 'email=alice%40$domain' 'https://autoconfig.$domain:$https/'
# iPhone, iPad, Mac: configuration profile
$curl 'https://autodiscover.$domain:$https/email.mobileconfig?email=alice%40$domain'
EOF
}

ask_all() {
    passed=0
    questions >"$tmp/questions"
    while read -r line; do
        case $line in
        '#'*) echo "$line" ;;
        *)
            status=$(eval "$line -sS --max-time 10 -o '$tmp/answer' -w '%{http_code}'") || fail "no answer: $line"
            [ "$status" = 200 ] || fail "status $status: $line"
            head -n 5 "$tmp/answer" | cut -c 1-160
            passed=$((passed + 1))
            ;;
        esac
    done <"$tmp/questions"
    echo "$passed passed, 0 failed"
}

http=$(free_port 8080)
https=$(free_port 8443)
domain=$(domain)
install_nginx
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7 -keyout "$tmp/key.pem" -out "$tmp/cert.pem" \
    -subj "/CN=autodiscover.$domain" -addext "subjectAltName=DNS:autodiscover.$domain,DNS:autoconfig.$domain" 2>/dev/null
start_responder
start_nginx
tries=0
until answers; do
    tries=$((tries + 1))
    if ! running || [ $tries = 100 ]; then
        fail "it does not start"
    fi
    pause 0.1
done

if [ "${RUN_ONCE:-}" = 1 ]; then
    ask_all
    exit 0
fi
echo "Serving $config"
echo "at https://autoconfig.$domain:$https, https://autodiscover.$domain:$https and, where http is right, port $http."
echo
questions
echo
echo "To reload the configuration: kill -HUP $responder. Ctrl-C stops everything."
while running; do
    pause 1
done
fail "a server has ended"
