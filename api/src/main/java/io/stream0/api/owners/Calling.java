package io.stream0.api.owners;

import io.stream0.kafka.Installation;
import io.stream0.protocol.wire.InternalCalls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** How an api calls those of its installation that hold partitions. */
record Calling(InternalCalls calls, Installation installation, HttpClients clients) {
  HttpClient client() {
    return clients.create();
  }

  /** A call that says who calls. */
  HttpRequest.Builder request(HolderAddress address, String pathAndQuery) {
    return HttpRequest.newBuilder(address.uri(clients.scheme(), pathAndQuery))
        .header(InternalCalls.AUTHORIZATION, calls.bearer())
        .header(InternalCalls.INSTALLATION, installation.id());
  }
}
