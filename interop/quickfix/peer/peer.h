// What both programs share: a QuickFIX application that tells on standard output what it sees, one line for each thing.
#pragma once

#include <quickfix/Application.h>
#include <quickfix/Message.h>
#include <quickfix/Session.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace peer {

using Words = std::vector<std::string>;

/** `kind text`, in one piece and at once, whichever thread says it. Field separators become `|`. */
void say(const std::string& kind, std::string text);

/** The present UTC time as FIX writes it, to the millisecond. */
std::string timestamp();

/** The text of a field, or nothing where it is not there. */
std::string get(const FIX::FieldMap& fields, int tag);

FIX::Message message(const char* type);

/** Credentials as Kraken gives them out; an empty key means a session without. */
struct Credentials {
  std::string key;
  std::string secret;
};

/** Kraken's Password (554) for a Logon, made here with OpenSSL and nothing of the code under test. */
std::string logonPassword(const Credentials& credentials, const FIX::Message& logon, const std::string& nonce);

/** Tells everything and decides nothing; what to do with an application message is the subclass's. */
class Peer : public FIX::Application {
 public:
  void onCreate(const FIX::SessionID& id) override { session = id; }
  void onLogon(const FIX::SessionID&) override { say("logon", ""); }
  void onLogout(const FIX::SessionID&) override { say("logout", ""); }
  void toAdmin(FIX::Message& message, const FIX::SessionID&) override { say("out", message.toString()); }
  void toApp(FIX::Message& message, const FIX::SessionID&) throw(FIX::DoNotSend) override;
  void fromAdmin(const FIX::Message& message, const FIX::SessionID&) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {
    say("in", message.toString());
  }
  void fromApp(const FIX::Message& message, const FIX::SessionID&) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
    say("in", message.toString());
    received(message);
  }

 protected:
  virtual void received(const FIX::Message&) {}
  void send(FIX::Message message) { FIX::Session::sendToTarget(message, session); }

  FIX::SessionID session;

 private:
  friend void obey(Peer&, const std::map<std::string, std::function<void(const Words&)>>&);
  /** Messages that were sent before are not sent again: QuickFIX then fills the gap. */
  bool withhold = false;
};

/** Reads commands from standard input, one a line, until `quit` or its end. */
void obey(Peer& peer, const std::map<std::string, std::function<void(const Words&)>>& commands);

}  // namespace peer
