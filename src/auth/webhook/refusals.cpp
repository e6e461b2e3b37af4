// SPDX-License-Identifier: MIT
#include "auth/webhook/refusals.hpp"

#include <openssl/sha.h>

#include <string>
#include <utility>

namespace signalbox::auth {

void Refusals::keep(const LoginQuestion& question, const Failure& failure, TimePoint now) {
  if (now >= next_generation_ || recent_.size() >= kMost) {
    earlier_ = std::exchange(recent_, {});
    next_generation_ = now + kKept;
  }
  recent_.insert_or_assign(digest_of(question), Refusal{failure, now + kKept});
}

std::optional<Failure> Refusals::find(const LoginQuestion& question, TimePoint now) const {
  const Digest digest = digest_of(question);
  for (const Generation* const generation : {&recent_, &earlier_}) {
    const auto found = generation->find(digest);
    if (found != generation->end() && now < found->second.until) return found->second.failure;
  }
  return std::nullopt;
}

void Refusals::clear() {
  recent_.clear();
  earlier_.clear();
}

/// Of all that the answer can depend on; no two questions give the same text.
Refusals::Digest Refusals::digest_of(const LoginQuestion& question) {
  std::string text;
  for (const std::string* const part :
       {&question.username, &question.realm, &question.address, &question.token}) {
    text += std::to_string(part->size()) + ':' + *part;
  }
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

}  // namespace signalbox::auth
