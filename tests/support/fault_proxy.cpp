// SPDX-License-Identifier: MIT
#include "support/fault_proxy.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>
#include <utility>
#include <vector>

namespace signalbox::test {

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Something that coroutines wait for while it is closed.
class Gate {
 public:
  explicit Gate(asio::io_context& io) : timer_(io, asio::steady_timer::time_point::max()) {}

  void close() { open_ = false; }

  void open() {
    open_ = true;
    timer_.cancel();
  }

  asio::awaitable<void> pass() {
    while (!open_) {
      error_code ignored;
      co_await timer_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
  }

 private:
  asio::steady_timer timer_;
  bool open_ = true;
};

/// One connection: the client's side and the server's.
struct Link {
  explicit Link(tcp::socket accepted)
      : client(std::move(accepted)), server(client.get_executor()) {}

  void end(Ending ending) {
    for (tcp::socket* side : {&client, &server}) {
      error_code ignored;
      if (ending == Ending::reset) side->set_option(asio::socket_base::linger(true, 0), ignored);
      side->close(ignored);
    }
  }

  tcp::socket client;
  tcp::socket server;
  Faults from_client;
  Faults from_server;
};

using LinkPointer = std::shared_ptr<Link>;

}  // namespace

class FaultProxy::Core {
 public:
  explicit Core(std::uint16_t server_port)
      : server_(asio::ip::address_v4::loopback(), server_port),
        acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
        port_(acceptor_.local_endpoint().port()) {
    asio::co_spawn(io_, accept(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Core() {
    io_.stop();
    thread_.join();
  }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return count_; }

  /// Runs `action` on the proxy's thread and waits for its end.
  template <class Action>
  void run(Action action) {
    std::packaged_task<void()> task(std::move(action));
    asio::post(io_, [&task] { task(); });
    task.get_future().get();
  }

  void set(const Faults& from_client, const Faults& from_server) {
    from_client_ = from_client;
    from_server_ = from_server;
  }

  void end_all(Ending ending) {
    for (const LinkPointer& link : links_) link->end(ending);
  }

  void hold() { holding_ = true; }

  void release() {
    holding_ = false;
    for (; !held_.empty(); held_.pop_back()) begin(held_.back());
  }

  Gate& traffic() { return traffic_; }

 private:
  asio::awaitable<void> accept() {
    while (true) {
      auto link = std::make_shared<Link>(co_await acceptor_.async_accept(use_awaitable));
      link->from_client = from_client_;
      link->from_server = from_server_;
      links_.push_back(link);
      count_ = links_.size();
      if (holding_) {
        held_.push_back(link);
      } else {
        begin(link);
      }
    }
  }

  /// Connects at once, so that the order is that of the calls.
  void begin(const LinkPointer& link) {
    error_code error;
    link->server.connect(server_, error);
    if (error) link->end(Ending::reset);
    asio::co_spawn(io_, serve(link), asio::detached);
  }

  asio::awaitable<void> serve(LinkPointer link) {
    using namespace asio::experimental::awaitable_operators;
    co_await (pump(link, link->client, link->server, link->from_client) &&
              pump(link, link->server, link->client, link->from_server));
    link->end(Ending::close);
    std::erase(links_, link);
    count_ = links_.size();
  }

  /// One direction, until its end. The end of one side's stream ends that of the other.
  asio::awaitable<void> pump(LinkPointer link, tcp::socket& from, tcp::socket& to, Faults faults) {
    const error_code error = co_await pass_on(from, to, faults);
    if (!error) co_return link->end(faults.ending);
    co_await traffic_.pass();
    if (error != asio::error::eof) co_return link->end(Ending::reset);
    error_code ignored;
    to.shutdown(tcp::socket::shutdown_send, ignored);
  }

  /// No error: the connection is to be cut.
  asio::awaitable<error_code> pass_on(tcp::socket& from, tcp::socket& to, Faults faults) {
    std::vector<char> buffer(faults.piece == 0 ? 16 * 1024 : faults.piece);
    std::size_t left = faults.cut_after.value_or(SIZE_MAX);
    error_code error;
    while (left > 0) {
      const asio::mutable_buffer space(buffer.data(), std::min(left, buffer.size()));
      const std::size_t size =
          co_await from.async_read_some(space, asio::redirect_error(use_awaitable, error));
      if (error) co_return error;
      co_await asio::steady_timer(io_, faults.delay).async_wait(use_awaitable);
      co_await traffic_.pass();
      const asio::const_buffer piece(buffer.data(), size);
      co_await asio::async_write(to, piece, asio::redirect_error(use_awaitable, error));
      if (error) co_return error;
      left -= size;
    }
    co_return error_code();
  }

  asio::io_context io_{1};
  tcp::endpoint server_;
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  Gate traffic_{io_};
  Faults from_client_;
  Faults from_server_;
  bool holding_ = false;
  std::vector<LinkPointer> links_;
  std::vector<LinkPointer> held_;
  std::atomic<std::size_t> count_{0};
  std::thread thread_;
};

FaultProxy::FaultProxy(std::uint16_t server_port) : core_(std::make_unique<Core>(server_port)) {}
FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const { return core_->port(); }

void FaultProxy::set(const Faults& from_client, const Faults& from_server) {
  core_->run([&] { core_->set(from_client, from_server); });
}

void FaultProxy::freeze() {
  core_->run([&] { core_->traffic().close(); });
}

void FaultProxy::thaw() {
  core_->run([&] { core_->traffic().open(); });
}

void FaultProxy::end_all(Ending ending) {
  core_->run([&] { core_->end_all(ending); });
}

void FaultProxy::hold() {
  core_->run([&] { core_->hold(); });
}

void FaultProxy::release() {
  core_->run([&] { core_->release(); });
}

std::size_t FaultProxy::connections() const { return core_->connections(); }

}  // namespace signalbox::test
