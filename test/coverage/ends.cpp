// SPDX-License-Identifier: MIT
// Part of the library of variant=coverage only (-Wl,--wrap): the counts are written at exit(), and a
// responder that ends by std::_Exit() or by a signal that it raises never gets there, nor does a child of a
// unit test.
extern "C" {
void __gcov_dump();
[[noreturn]] void __real__Exit(int status);
[[noreturn]] void __real__exit(int status);
int __real_raise(int number);

[[noreturn]] void __wrap__Exit(int status) {
    __gcov_dump();
    __real__Exit(status);
}
[[noreturn]] void __wrap__exit(int status) {
    __gcov_dump();
    __real__exit(status);
}
int __wrap_raise(int number) {
    __gcov_dump();
    return __real_raise(number);
}
}
