// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace signalbox::domain {

/// Why the hub does not do what a client asks for. The client's dialect has the words for it.
struct Fault {
  enum class Kind : std::uint8_t {
    not_logged_in,
    already_logged_in,  ///< as the subject
    username_invalid,
    realm_invalid,
    username_taken,      ///< the subject
    nobody_has_name,     ///< the subject
    nobody_may_have_it,  ///< the addressee's name, which is no valid one
    own_name,            ///< the addressee is the sender
    no_current_peer,     ///< and no addressee
    too_many_calls,      ///< the sender has as many as the subject
  };

  Kind kind;
  std::string subject{};
};

}  // namespace signalbox::domain
