// SPDX-License-Identifier: MIT
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <string_view>
#include <utility>
#include <variant>

#include "signalbox/app/application.hpp"
#include "signalbox/app/token_command.hpp"
#include "signalbox/ops/heap.hpp"
#include "signalbox/ops/logging.hpp"
#include "signalbox/ops/open_files.hpp"
#include "signalbox/ops/options.hpp"

namespace {

std::variant<signalbox::Settings, signalbox::EarlyExit> read(int argc, char** argv) {
  const bool is_token = argc > 1 && std::string_view(argv[1]) == "token";
  if (is_token) return signalbox::app::run_token_command(argc - 1, argv + 1);
  return signalbox::parse_options(argc, argv);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto options = read(argc, argv);
    if (const auto* exit = std::get_if<signalbox::EarlyExit>(&options)) {
      (void)std::fputs(exit->text.c_str(), exit->exit_code == 0 ? stdout : stderr);
      return exit->exit_code;
    }
    auto& settings = std::get<signalbox::Settings>(options);
    signalbox::set_up_logging(settings.log_level, settings.log_format);
    for (const auto& sentence : signalbox::unknown_variables()) spdlog::warn("{}", sentence);
    if (settings.only_check) {
      signalbox::app::Application::check(settings);
      return std::puts("ok") < 0 ? 1 : 0;
    }
    signalbox::raise_open_file_limit();
    signalbox::give_back_large_buffers();
    const auto reread = [=] { return signalbox::reread_options(argc, argv); };
    signalbox::app::Application(std::move(settings), signalbox::net::kBestPoller, reread).run();
    return 0;
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
    return 1;
  }
}
