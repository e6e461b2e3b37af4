// SPDX-License-Identifier: MIT
#include "payload.hpp"

#include <array>

namespace signalbox::bench {

std::string candidate_payload() {
  return R"({"candidate":"candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx )"
         R"(raddr 192.0.2.20 rport 46154 generation 0 ufrag Qx3k network-cost 999",)"
         R"("sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"Qx3k"})";
}

std::string description_payload(std::string_view type, std::size_t bytes) {
  constexpr std::array<std::string_view, 6> kLines{
      R"(a=rtpmap:111 opus/48000/2\r\n)",
      R"(a=rtcp-fb:96 goog-remb\r\n)",
      R"(a=fmtp:111 minptime=10;useinbandfec=1\r\n)",
      R"(a=rtpmap:96 VP8/90000\r\n)",
      R"(a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid\r\n)",
      R"(a=rtcp-fb:96 nack pli\r\n)"};
  std::string text = R"({"type":")";
  text += type;
  text += R"(","sdp":"v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n)";
  constexpr std::string_view kEnd = R"("})";
  for (std::size_t i = 0; text.size() + kLines[i].size() + kEnd.size() <= bytes;) {
    text += kLines[i];
    i = (i + 1) % kLines.size();
  }
  if (text.size() + kEnd.size() < bytes) text.append(bytes - text.size() - kEnd.size(), 'x');
  text += kEnd;
  return text;
}

}  // namespace signalbox::bench
