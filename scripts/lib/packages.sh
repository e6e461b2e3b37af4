# SPDX-License-Identifier: MIT
# What the project needs of the distribution, and how it is installed. Sourced by run.sh, test.sh.

build_packages=(g++ cmake ninja-build ca-certificates nlohmann-json3-dev libsimdjson-dev
  libspdlog-dev libcli11-dev libssl-dev libjwt-dev
  libcurl4-openssl-dev)
test_packages=(git python3 python3-websockets python3-autobahn prometheus nodejs npm catch2
  chromium chromium-headless-shell clang clang-format clang-tidy libclang-rt-dev iproute2
  util-linux procps coturn libfaketime systemd openssl nginx libnginx-mod-stream haproxy caddy
  apache2 debootstrap dpkg-dev file systemd-container pebble buildah ccache llvm-dev libclang-dev)
bench_packages=(python3 libbenchmark-dev binutils openssl util-linux)

# Debian 12 has Boost 1.81 beside its older default, under a name of its own; later systems have
# a newer one as their default.
boost_package() {
  if grep -q '^VERSION_CODENAME=bookworm$' /etc/os-release; then
    echo libboost1.81-dev
  else
    echo libboost-dev
  fi
}

is_installed() {
  dpkg-query -W -f='${Status}\n' "$1" 2>/dev/null | grep -q '^install ok installed$'
}

# A node that came without Debian's package is as good; so is Boost under either name.
is_there() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) is_installed "$1" ;;
  esac
}

# install PACKAGE...: installs what is missing, as root; otherwise says what to run, and ends.
install() {
  local missing=() package
  for package in "$@"; do is_there "$package" || missing+=("$package"); done
  is_installed libboost1.81-dev || is_installed libboost-dev || missing+=(boost)
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    echo "Please run this once, then start me again:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y ${missing[*]/boost/$(boost_package)}" >&2
    exit 1
  fi
  echo "installing: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]/boost/$(boost_package)}" >/dev/null
  stop_servers "${missing[@]}"
}

# stop_servers PACKAGE...: Debian starts a server as it installs it; the tests start their own.
stop_servers() {
  local package
  for package in "$@"; do
    case $package in
      nginx | haproxy | caddy | apache2 | coturn) service "$package" stop >/dev/null 2>&1 || true ;;
    esac
  done
}
