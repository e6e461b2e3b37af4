// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "dialect/native/members.hpp"
#include "signalbox/dialect/native.hpp"

namespace signalbox::dialect::native {

class NativeDialect final : public Dialect {
 public:
  explicit NativeDialect(const NativeGreeting& greeting)
      : greeting_(middle_of_login_answer(greeting)) {}

  std::variant<Request, Refusal> decode(std::string_view text) override;
  Refusal refuse(const Request& request, Failure failure) const override;
  Refusal refuse(const Request& request, const domain::Fault& fault) const override;
  void encode(const domain::Event& event, std::string& out) const override;
  void encode(const Refusal& refusal, std::string& out) const override;
  void encode(const LoginAnswer& answer, std::string& out) const override;
  void encode(const IceAnswer& answer, std::string& out) const override;
  void encode(const Reconnect& reconnect, std::string& out) const override;
  void encode(const domain::Logout& answered, std::string& out) const override;
  void encode(const Ping& answered, std::string& out) const override;

 private:
  static std::string middle_of_login_answer(const NativeGreeting& greeting);
  std::variant<Request, Refusal> decode_login();
  std::optional<Failure> read_resume(domain::Login& login);
  std::optional<Failure> read_token(domain::Login& login);
  std::variant<Request, Refusal> decode_relay(domain::Signal signal);
  Refusal refusal(Failure failure);
  std::string_view id() const;

  std::string greeting_;  ///< a part of every login answer
  Members members_;
  // Unescaped strings of the message in hand.
  std::string type_;
  std::string name_;
  std::string resume_token_;
  std::string token_;
};

}  // namespace signalbox::dialect::native
