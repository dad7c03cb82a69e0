package io.stream0.answering;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.streams.settings.OwnAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where a service listens: the settings of {@link Holder#server}, whose defaults are in its yaml.
 *
 * @param host the address to listen on
 * @param port must be known before the group is joined, so not 0
 * @param advertised {@code host:port} by which others reach it; left out, where it listens
 */
record Door(String host, int port, @Nullable String advertised) {
  private static final int HIGHEST_PORT = 65_535;

  static OwnAddress address(Holder holder, Environment environment) {
    return Binder.get(environment).bind(holder.server(), Door.class).get().address(holder);
  }

  OwnAddress address(Holder holder) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new InvalidValueException(
          holder.server() + ".port", Integer.toString(port), "1 to " + HIGHEST_PORT);
    }
    if (advertised == null || advertised.isBlank()) {
      if (isAnyAddress(holder)) {
        throw new InvalidValueException(
            holder.server() + ".advertised",
            "missing",
            "host:port by which others reach this %s, since it listens on all addresses"
                .formatted(holder.noun()));
      }
      return OwnAddress.of(host, port);
    }
    if (!InternalCalls.isAddress(advertised)) {
      throw new InvalidValueException(
          holder.server() + ".advertised", advertised, OwnAddress.EXPECTED);
    }
    return new OwnAddress(advertised);
  }

  private boolean isAnyAddress(Holder holder) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      throw new InvalidValueException(
          holder.server() + ".host", host, "an address of this machine");
    }
  }
}
