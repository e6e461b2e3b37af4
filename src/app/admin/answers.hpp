// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "signalbox/net/http.hpp"

namespace signalbox::app {

// What the operator's port says of itself, in one form. Nothing of it is kept by whoever asked.

net::HttpResponse text_answer(net::HttpStatus status, std::string text,
                              std::string_view type = "text/plain; charset=utf-8");

net::HttpResponse json_answer(net::HttpStatus status, const nlohmann::ordered_json& json);

/// {"error": a sentence}
net::HttpResponse error_answer(net::HttpStatus status, std::string_view sentence);

}  // namespace signalbox::app
