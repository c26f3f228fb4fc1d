// A small client on QuickFIX: it logs on by Kraken's formula and sends what standard input says.
// Usage: initiator <settings file> <dictionary> [<key> <secret>]
#include <quickfix/DataDictionary.h>
#include <quickfix/FileLog.h>
#include <quickfix/FileStore.h>
#include <quickfix/Group.h>
#include <quickfix/ThreadedSSLSocketInitiator.h>
#include <quickfix/ThreadedSocketInitiator.h>

#include <chrono>
#include <iostream>
#include <memory>

#include "peer.h"

namespace {

using peer::get;

class Client : public peer::Peer {
 public:
  explicit Client(peer::Credentials credentials) : credentials(std::move(credentials)) {}

  void toAdmin(FIX::Message& message, const FIX::SessionID& id) override {
    if (get(message.getHeader(), 35) == "A" && !credentials.key.empty()) {
      const auto now = std::chrono::system_clock::now().time_since_epoch();
      const std::string nonce = std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
      message.setField(553, credentials.key);
      message.setField(554, peer::logonPassword(credentials, message, nonce));
      message.setField(5025, nonce);
    }
    Peer::toAdmin(message, id);
  }

  /** A limit order, with a group. */
  void order(const std::string& clOrdID, const std::string& side, const std::string& quantity, const std::string& price) {
    FIX::Message order = peer::message("D");
    order.setField(11, clOrdID);
    order.setField(55, "BTC/USD");
    order.setField(54, side);
    order.setField(40, "2");
    order.setField(38, quantity);
    order.setField(44, price);
    order.setField(59, "1");
    order.setField(60, peer::timestamp());
    FIX::Group account(78, 79);
    account.setField(79, "sub-1");
    order.addGroup(account);
    send(order);
  }

  void cancel(const std::string& clOrdID, const std::string& original, const std::string& side) {
    FIX::Message cancel = peer::message("F");
    cancel.setField(11, clOrdID);
    cancel.setField(41, original);
    cancel.setField(54, side);
    cancel.setField(55, "BTC/USD");
    cancel.setField(60, peer::timestamp());
    send(cancel);
  }

  void cancelAll(const std::string& clOrdID) {
    FIX::Message cancel = peer::message("q");
    cancel.setField(11, clOrdID);
    cancel.setField(530, "7");
    cancel.setField(60, peer::timestamp());
    send(cancel);
  }

  void ask(const std::string& clOrdID, const std::string& orderID) {
    FIX::Message request = peer::message("H");
    request.setField(11, clOrdID);
    request.setField(37, orderID);
    request.setField(55, "BTC/USD");
    send(request);
  }

 protected:
  /** Tells the levels of a book as QuickFIX took them apart by the dictionary. */
  void received(const FIX::Message& message) override {
    const std::string type = get(message.getHeader(), 35);
    if (type != "W" && type != "X") return;
    std::string levels;
    for (int index = 1; index <= static_cast<int>(message.groupCount(268)); index++) {
      FIX::Group level(268, type == "W" ? 269 : 279);
      message.getGroup(static_cast<unsigned>(index), level);
      levels += get(level, 279) + ":" + get(level, 269) + ":" + get(level, 270) + ":" + get(level, 271) + " ";
    }
    peer::say("levels", levels);
  }

 private:
  const peer::Credentials credentials;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 && count != 5) {
    std::cerr << "usage: initiator <settings file> <dictionary> [<key> <secret>]" << std::endl;
    return 2;
  }
  try {
    // The dictionary as it is written, with attributes of its own: QuickFIX must not stumble over them.
    const FIX::DataDictionary written(arguments[2]);
    const FIX::SessionSettings settings(arguments[1]);
    FIX::FileStoreFactory stores(settings);
    FIX::FileLogFactory logs(settings);
    Client client(count == 5 ? peer::Credentials{arguments[3], arguments[4]} : peer::Credentials{});
    std::unique_ptr<FIX::Initiator> initiator;
    if (settings.get().has(FIX::CERT_AUTH_FILE)) {
      initiator.reset(new FIX::ThreadedSSLSocketInitiator(client, stores, settings, logs));
    } else {
      initiator.reset(new FIX::ThreadedSocketInitiator(client, stores, settings, logs));
    }
    initiator->start();
    peer::say("ready", "");
    peer::obey(client, {
        {"order",
         [&](const peer::Words& words) { client.order(words.at(0), words.at(1), words.at(2), words.at(3)); }},
        {"cancel", [&](const peer::Words& words) { client.cancel(words.at(0), words.at(1), words.at(2)); }},
        {"cancel-all", [&](const peer::Words& words) { client.cancelAll(words.at(0)); }},
        {"status", [&](const peer::Words& words) { client.ask(words.at(0), words.at(1)); }},
    });
    initiator->stop();
    return 0;
  } catch (const std::exception& error) {
    peer::say("error", error.what());
    return 1;
  }
}
