// A small exchange on QuickFIX: it judges logons by Kraken's formula, keeps orders, reports on them, and publishes a book.
// Usage: acceptor <settings file> <dictionary> [<key> <secret>]
#include <quickfix/DataDictionary.h>
#include <quickfix/FileLog.h>
#include <quickfix/FileStore.h>
#include <quickfix/Group.h>
#include <quickfix/ThreadedSSLSocketAcceptor.h>
#include <quickfix/ThreadedSocketAcceptor.h>

#include <atomic>
#include <iostream>
#include <memory>
#include <mutex>

#include "peer.h"

namespace {

using peer::get;

struct Order {
  FIX::Message request;
  std::string id;
  long quantity = 0;
  long filled = 0;
  bool open = true;
};

class Exchange : public peer::Peer {
 public:
  explicit Exchange(peer::Credentials credentials) : credentials(std::move(credentials)) {}

  void onLogon(const FIX::SessionID& id) override {
    loggedOn = true;
    Peer::onLogon(id);
  }

  void onLogout(const FIX::SessionID& id) override {
    loggedOn = false;
    Peer::onLogout(id);
  }

  void fromAdmin(const FIX::Message& message, const FIX::SessionID& id) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {
    // A Logon within the session starts the numbers again and carries no credentials; the one before it was judged.
    const bool logon = get(message.getHeader(), 35) == "A" && !loggedOn;
    if (logon && !credentials.key.empty()) {
      const std::string password = peer::logonPassword(credentials, message, get(message, 5025));
      if (get(message, 553) != credentials.key || get(message, 554) != password) {
        throw FIX::RejectLogon("Logon failed: invalid credentials");
      }
    }
    Peer::fromAdmin(message, id);
  }

  /** Trades a part of an order: both amounts in whole units. */
  void fill(const std::string& clOrdID, long quantity, const std::string& price) {
    const std::lock_guard<std::mutex> guard(one);
    Order& order = orders.at(clOrdID);
    order.filled += quantity;
    order.open = order.filled < order.quantity;
    FIX::Message report = about(order, 'F', order.open ? '1' : '2');
    report.setField(32, std::to_string(quantity));
    report.setField(31, price);
    report.setField(6, price);
    report.setField(527, "SECONDARY-" + std::to_string(executions));
    report.setField(1003, std::to_string(executions));
    report.setField(5050, "0");
    FIX::Group fee(136, 137);
    fee.setField(137, "0.10");
    fee.setField(138, "USD");
    report.addGroup(fee);
    send(report);
  }

  /** A snapshot of three levels, and one change to it. */
  void publish() {
    FIX::Message snapshot = peer::message("W");
    snapshot.setField(262, "book");
    snapshot.setField(55, "BTC/USD");
    addLevel(snapshot, "", "1", "28013.0", "0.001");
    addLevel(snapshot, "", "0", "28003.0", "0.001");
    addLevel(snapshot, "", "0", "27999.9", "0.00096375");
    send(snapshot);
    FIX::Message change = peer::message("X");
    change.setField(262, "book");
    change.setField(55, "BTC/USD");
    addLevel(change, "1", "1", "28013.0", "0.00096506");
    addLevel(change, "2", "0", "27999.9", "0");
    change.setField(5041, "1234567890");
    send(change);
  }

 protected:
  void received(const FIX::Message& message) override {
    const std::lock_guard<std::mutex> guard(one);
    const std::string type = get(message.getHeader(), 35);
    if (type == "D") place(message);
    if (type == "F") cancelOne(message);
    if (type == "q") cancelAll(message);
    if (type == "H") tell(message);
  }

 private:
  void place(const FIX::Message& request) {
    const std::string clOrdID = get(request, 11);
    if (orders.count(clOrdID) != 0) return refuse(request, "EOrder:Duplicate ClOrdID");
    Order& order = orders[clOrdID];
    order.request = request;
    order.id = "O" + std::to_string(orders.size());
    order.quantity = std::stol(get(request, 38));
    send(about(order, 'A', 'A'));
    send(about(order, '0', '0'));
  }

  void cancelOne(const FIX::Message& request) {
    const auto found = orders.find(get(request, 41));
    if (found == orders.end() || !found->second.open) return refuse(request, "EOrder:Unknown order");
    cancel(found->second, get(request, 11));
  }

  void cancelAll(const FIX::Message& request) {
    for (auto& entry : orders) {
      if (entry.second.open) cancel(entry.second, get(request, 11));
    }
  }

  void cancel(Order& order, const std::string& request) {
    order.open = false;
    FIX::Message report = about(order, '4', '4');
    report.setField(11, request);
    report.setField(41, get(order.request, 11));
    send(report);
  }

  void tell(const FIX::Message& request) {
    const auto found = orders.find(get(request, 11));
    if (found == orders.end()) return refuse(request, "EOrder:Unknown order");
    const Order& order = found->second;
    send(about(order, 'I', order.filled == order.quantity ? '2' : !order.open ? '4' : order.filled > 0 ? '1' : '0'));
  }

  void refuse(const FIX::Message& request, const char* text) {
    FIX::Message reject = peer::message("j");
    reject.setField(45, "0");
    reject.setField(372, get(request.getHeader(), 35));
    reject.setField(379, get(request, 11));
    reject.setField(380, "0");
    reject.setField(58, text);
    send(reject);
  }

  FIX::Message about(const Order& order, char execType, char status) {
    FIX::Message report = peer::message("8");
    for (const int tag : {11, 38, 40, 44, 54, 55, 59}) {
      if (order.request.isSetField(tag)) report.setField(tag, get(order.request, tag));
    }
    report.setField(37, order.id);
    report.setField(17, "EXEC-" + std::to_string(++executions));
    report.setField(150, std::string(1, execType));
    report.setField(39, std::string(1, status));
    report.setField(14, std::to_string(order.filled));
    report.setField(151, order.open ? std::to_string(order.quantity - order.filled) : "0");
    report.setField(60, peer::timestamp());
    return report;
  }

  static void addLevel(FIX::Message& message, const char* action, const char* side, const std::string& price,
                       const char* size) {
    FIX::Group level(268, *action == '\0' ? 269 : 279);
    if (*action != '\0') level.setField(279, action);
    level.setField(269, side);
    level.setField(278, (*side == '0' ? "B" : "O") + price);
    level.setField(270, price);
    level.setField(271, size);
    level.setField(273, "09:55:15.071");
    message.addGroup(level);
  }

  const peer::Credentials credentials;
  std::atomic<bool> loggedOn{false};
  std::mutex one;
  std::map<std::string, Order> orders;
  int executions = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 && count != 5) {
    std::cerr << "usage: acceptor <settings file> <dictionary> [<key> <secret>]" << std::endl;
    return 2;
  }
  try {
    // The dictionary as it is written, with attributes of its own: QuickFIX must not stumble over them.
    const FIX::DataDictionary written(arguments[2]);
    const FIX::SessionSettings settings(arguments[1]);
    FIX::FileStoreFactory stores(settings);
    FIX::FileLogFactory logs(settings);
    Exchange exchange(count == 5 ? peer::Credentials{arguments[3], arguments[4]} : peer::Credentials{});
    std::unique_ptr<FIX::Acceptor> acceptor;
    if (settings.get().has(FIX::SERVER_CERT_FILE)) {
      acceptor.reset(new FIX::ThreadedSSLSocketAcceptor(exchange, stores, settings, logs));
    } else {
      acceptor.reset(new FIX::ThreadedSocketAcceptor(exchange, stores, settings, logs));
    }
    acceptor->start();
    peer::say("ready", "");
    peer::obey(exchange, {
        {"fill", [&](const peer::Words& words) { exchange.fill(words.at(0), std::stol(words.at(1)), words.at(2)); }},
        {"publish", [&](const peer::Words&) { exchange.publish(); }},
    });
    acceptor->stop();
    return 0;
  } catch (const std::exception& error) {
    peer::say("error", error.what());
    return 1;
  }
}
