// SPDX-License-Identifier: MIT
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <utility>
#include <variant>

#include "signalbox/app/application.hpp"
#include "signalbox/ops/logging.hpp"
#include "signalbox/ops/open_files.hpp"
#include "signalbox/ops/options.hpp"

int main(int argc, char** argv) {
  try {
    auto options = signalbox::parse_options(argc, argv);
    if (const auto* exit = std::get_if<signalbox::EarlyExit>(&options)) {
      (void)std::fputs(exit->text.c_str(), exit->exit_code == 0 ? stdout : stderr);
      return exit->exit_code;
    }
    auto& settings = std::get<signalbox::Settings>(options);
    signalbox::set_up_logging(settings.log_level);
    signalbox::raise_open_file_limit();
    signalbox::app::Application(std::move(settings)).run();
    return 0;
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
    return 1;
  }
}
