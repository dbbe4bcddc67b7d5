// SPDX-License-Identifier: MIT
#pragma once
/// A descriptor number that libfcgi can close: OS_Close of libfcgi 2.4.2 tests the number in an fd_set and
/// aborts from 1024 on. A worker holds one, so that the number of connections has no such limit. Thread
/// safety: one thread at a time.

namespace autodiscover {

class LowDescriptor {
  public:
    /// The first number that libfcgi must not see.
    static constexpr int limit = 1024;

    LowDescriptor() = default;
    LowDescriptor(const LowDescriptor&) = delete;
    LowDescriptor& operator=(const LowDescriptor&) = delete;
    ~LowDescriptor();

    /// Holds a number from now on, with `placeholder`, any open descriptor that outlives this, behind it.
    /// Where none is left, nothing can be lent.
    void reserve(int placeholder) noexcept;

    /// For as long as it lives, what is behind `fd` is behind the number as well.
    class Loan {
      public:
        Loan(LowDescriptor& owner, int fd) noexcept;
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        ~Loan();

        /// -1: there is none.
        [[nodiscard]] int number() const noexcept { return number_; }
        /// The borrower closed the number, which may be somebody else's by now.
        void is_closed() noexcept { is_closed_ = true; }

      private:
        LowDescriptor& owner_;
        int number_;
        bool is_closed_ = false;
    };

  private:
    int placeholder_ = -1;
    int number_ = -1;
};

} // namespace autodiscover
