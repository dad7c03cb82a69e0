package io.stream0.cluster;

import java.util.List;

/** How the processes of a cluster reach each other. Each of them listens on 127.0.0.1. */
public interface Network {
  /** All on 127.0.0.1, nothing in between. */
  Network LOOPBACK =
      new Network() {
        @Override
        public String hostOf(String process) {
          return "127.0.0.1";
        }

        @Override
        public List<String> flags(String process) {
          return List.of();
        }

        @Override
        public void listens(String process, int port) {}
      };

  /** The name or address by which others reach this process. */
  String hostOf(String process);

  /** Flags of the JVM of this process, without which it does not find others. */
  List<String> flags(String process);

  /** Says that this process will listen on this port of 127.0.0.1, where others may reach it. */
  void listens(String process, int port);
}
