package io.stream0.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a name or an address as text leads to. */
public interface HostLookup {
  /** As the machine resolves names. */
  HostLookup OF_THIS_MACHINE = InetAddress::getAllByName;

  /**
   * @return at least one
   * @throws UnknownHostException if there is none
   */
  InetAddress[] addresses(String host) throws UnknownHostException;
}
