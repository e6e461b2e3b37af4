// SPDX-License-Identifier: MIT
#include "support/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace signalbox::test {
namespace {

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {ends[0], ends[1]};
}

std::vector<char*> pointers(std::vector<std::string>& arguments) {
  std::vector<char*> all;
  for (std::string& argument : arguments) all.push_back(argument.data());
  all.push_back(nullptr);
  return all;
}

/// Runs in the new process, where only system calls are safe until exec.
[[noreturn]] void become(char* const* arguments, int output, int errors,
                         const std::optional<rlim_t>& open_files) {
  // The tests may be killed: nothing of theirs stays.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  if (open_files) {
    const rlimit limit{*open_files, *open_files};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  execv(SIGNALBOX_PROGRAM, arguments);
  _exit(127);
}

}  // namespace

Program::Program(Options options) {
  options.arguments.insert(options.arguments.begin(), "signalbox");
  const auto arguments = pointers(options.arguments);
  const Pipe output = make_pipe();
  const Pipe errors = make_pipe();
  pid_ = fork();
  if (pid_ == 0) become(arguments.data(), output.write, errors.write, options.open_files);
  close(output.write);
  close(errors.write);
  output_.descriptor = output.read;
  errors_.descriptor = errors.read;
  if (pid_ < 0) throw std::runtime_error("fork");
  // glibc 2.36 declares pidfd_open for C only.
  pidfd_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
}

Program::~Program() {
  if (!exit_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(pidfd_);
  close(output_.descriptor);
  close(errors_.descriptor);
}

void Program::signal(int number) { kill(pid_, number); }

std::optional<int> Program::wait_for_exit(std::chrono::milliseconds patience) {
  if (exit_) return exit_;
  pollfd entry{.fd = pidfd_, .events = POLLIN, .revents = 0};
  if (poll(&entry, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
  int status = 0;
  if (waitpid(pid_, &status, 0) != pid_) throw std::runtime_error("waitpid");
  exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return exit_;
}

std::string Program::output() {
  output_.drain();
  return output_.text;
}

std::string Program::errors() {
  errors_.drain();
  return errors_.text;
}

bool Program::says(std::string_view text, std::chrono::milliseconds patience) {
  return eventually([&] { return errors().find(text) != std::string::npos; }, patience);
}

void Program::limit_descriptors(rlim_t number) const {
  rlimit limit{};
  if (::prlimit(pid_, RLIMIT_NOFILE, nullptr, &limit) != 0) throw std::runtime_error("prlimit");
  limit.rlim_cur = number;
  if (::prlimit(pid_, RLIMIT_NOFILE, &limit, nullptr) != 0) throw std::runtime_error("prlimit");
}

rlim_t Program::next_descriptor() const {
  const std::filesystem::path open = "/proc/" + std::to_string(pid_) + "/fd";
  rlim_t number = 0;
  while (std::filesystem::is_symlink(open / std::to_string(number))) ++number;
  return number;
}

std::size_t Program::peak_memory() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    std::size_t kibibytes = 0;
    status >> kibibytes;
    return kibibytes * 1024;
  }
  throw std::runtime_error("no memory of process " + std::to_string(pid_));
}

std::uint16_t Program::port() { return port_behind("listening on 127.0.0.1:"); }

std::uint16_t Program::admin_port() { return port_behind("for the operator: http://localhost:"); }

std::uint16_t Program::port_behind(std::string_view words) {
  if (!says("limits:")) throw std::runtime_error("no start-up summary: " + errors());
  const std::string text = errors();
  const auto found = text.find(words);
  if (found == std::string::npos) throw std::runtime_error("no port is told: " + text);
  return static_cast<std::uint16_t>(std::stoi(text.substr(found + words.size())));
}

void Program::Stream::drain() {
  std::array<char, 4096> buffer{};
  ssize_t size = 0;
  while ((size = read(descriptor, buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

std::vector<std::string> serve(const std::string& web_root,
                               const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"--listen", "127.0.0.1:0",    "--web-root",
                               web_root,   "--admin-listen", "none"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

}  // namespace signalbox::test
