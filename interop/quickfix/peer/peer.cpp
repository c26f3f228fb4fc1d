#include "peer.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <mutex>
#include <sstream>
#include <stdexcept>

namespace peer {

void say(const std::string& kind, std::string text) {
  static std::mutex one;
  for (char& character : text) {
    if (character == '\001') character = '|';
    if (character == '\n') character = ' ';
  }
  const std::lock_guard<std::mutex> guard(one);
  std::cout << kind << ' ' << text << std::endl;
}

std::string timestamp() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto since = now.time_since_epoch();
  const long milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(since).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char day[32];
  std::strftime(day, sizeof day, "%Y%m%d-%H:%M:%S", &utc);
  char text[40];
  std::snprintf(text, sizeof text, "%s.%03ld", day, milliseconds);
  return text;
}

std::string get(const FIX::FieldMap& fields, int tag) {
  return fields.isSetField(tag) ? fields.getField(tag) : std::string();
}

FIX::Message message(const char* type) {
  FIX::Message made;
  made.getHeader().setField(8, "FIX.4.4");
  made.getHeader().setField(35, type);
  return made;
}

static std::string decodeBase64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(&bytes[0]),
                                     reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) throw std::invalid_argument("the secret is not base64");
  std::size_t padding = 0;
  while (padding < text.size() && text[text.size() - 1 - padding] == '=') padding++;
  bytes.resize(static_cast<std::size_t>(length) - padding);
  return bytes;
}

std::string logonPassword(const Credentials& credentials, const FIX::Message& logon, const std::string& nonce) {
  const FIX::Header& header = logon.getHeader();
  const std::string signedText = "35=A\00134=" + get(header, 34) + "\00149=" + get(header, 49) + "\00156=" +
                                 get(header, 56) + "\001" "553=" + credentials.key + "\001" + nonce;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(signedText.data()), signedText.size(), digest);
  const std::string secret = decodeBase64(credentials.secret);
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha512(), secret.data(), static_cast<int>(secret.size()), digest, sizeof digest, code, &length);
  std::string text(4 * ((length + 2) / 3), '\0');
  std::string block(text.size() + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&block[0]), code, static_cast<int>(length));
  block.resize(text.size());
  return block;
}

void Peer::toApp(FIX::Message& message, const FIX::SessionID&) throw(FIX::DoNotSend) {
  if (withhold && get(message.getHeader(), 43) == "Y") throw FIX::DoNotSend();
  say("out", message.toString());
}

void obey(Peer& peer, const std::map<std::string, std::function<void(const Words&)>>& commands) {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream stream(line);
    Words words;
    for (std::string word; stream >> word;) words.push_back(word);
    if (words.empty()) continue;
    const std::string name = words.front();
    words.erase(words.begin());
    FIX::Session* session = FIX::Session::lookupSession(peer.session);
    if (name == "quit") return;
    if (name == "logout") {
      session->logout("asked to");
    } else if (name == "withhold") {
      peer.withhold = true;
    } else if (name == "numbers") {
      const std::string expected = std::to_string(session->getExpectedTargetNum());
      say("numbers", std::to_string(session->getExpectedSenderNum()) + " " + expected);
    } else if (name == "skip") {
      session->setNextSenderMsgSeqNum(session->getExpectedSenderNum() + std::stoi(words.at(0)));
    } else {
      const auto command = commands.find(name);
      if (command == commands.end()) say("error", "no command " + name);
      else command->second(words);
    }
  }
}

}  // namespace peer
