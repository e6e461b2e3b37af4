// SPDX-License-Identifier: MIT
#include "dialect/native/sentences.hpp"

#include <string>

#include "signalbox/domain/realms.hpp"

namespace signalbox::dialect::native {

Failure failure_of(const domain::Fault& fault) {
  using Kind = domain::Fault::Kind;
  const std::string& subject = fault.subject;
  switch (fault.kind) {
    case Kind::not_logged_in:
      return {ErrorCode::not_logged_in, R"(log in first: {"type":"login","username":"your name"})"};
    case Kind::already_logged_in:
      return {ErrorCode::already_logged_in, "this connection is logged in as '" + subject +
                                                "': open another one for another name"};
    case Kind::username_invalid:
      return {ErrorCode::username_invalid,
              "a username is 1 to 128 bytes of UTF-8 without control characters"};
    case Kind::realm_invalid:
      return {ErrorCode::realm_invalid,
              std::string(domain::kRealmRule) + " in the URL: /ws?realm=shop"};
    case Kind::username_taken:
      return {ErrorCode::username_taken,
              "somebody is logged in as '" + subject +
                  "': choose another name, or close the other connection first"};
    case Kind::nobody_has_name:
      return {ErrorCode::user_unavailable, "nobody is logged in as '" + subject + "'"};
    case Kind::nobody_may_have_it:
      return {ErrorCode::user_unavailable, "otherUsername is none that anybody can have"};
    case Kind::own_name:
      return {ErrorCode::invalid_message, "otherUsername is your own username"};
    case Kind::no_current_peer:
      return {ErrorCode::invalid_message,
              "whom is this for? Give otherUsername: there is no current peer"};
    case Kind::too_many_calls:
      break;
  }
  return {ErrorCode::busy, "you have " + subject + " calls, as many as this server allows"};
}

}  // namespace signalbox::dialect::native
