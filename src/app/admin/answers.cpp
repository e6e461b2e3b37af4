// SPDX-License-Identifier: MIT
#include "app/admin/answers.hpp"

#include <memory>
#include <utility>

namespace signalbox::app {

net::HttpResponse text_answer(net::HttpStatus status, std::string text, std::string_view type) {
  return {.status = status,
          .headers = {{"Content-Type", std::string(type)},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::make_shared<const std::string>(std::move(text))};
}

net::HttpResponse json_answer(net::HttpStatus status, const nlohmann::ordered_json& json) {
  // What is no UTF-8 comes from the request.
  std::string text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return text_answer(status, std::move(text) + '\n', "application/json");
}

net::HttpResponse error_answer(net::HttpStatus status, std::string_view sentence) {
  return json_answer(status, {{"error", sentence}});
}

}  // namespace signalbox::app
