package io.stream0.faults.cluster;

/** The kinds of harm that a run deals out, each as often as the others. */
enum Kind {
  KILL_API("kill -9 of an api"),
  KILL_PROCESSOR("kill -9 of a processor"),
  KILL_WORKER("kill -9 of a webhook worker"),
  KILL_BROKER("kill -9 of a broker"),
  LOSE_BROKER("a broker lost for longer than its session"),
  PAUSE_API("an api paused"),
  PAUSE_PROCESSOR("a processor paused for longer than its session"),
  PAUSE_WORKER("a webhook worker paused for longer than its session"),
  PAUSE_BROKER("a broker paused for longer than its session"),
  CUT_API_PROCESSOR("the way from an api to a processor cut"),
  CUT_API_BROKER("the way from an api to a broker cut"),
  CUT_PROCESSOR_BROKER("the way from a processor to a broker cut"),
  CUT_WORKER_BROKER("the way from a webhook worker to a broker cut"),
  CUT_BROKER_BROKER("the ways between two brokers cut"),
  CUT_OFF_PROCESSOR("a processor cut off from all brokers for longer than its session"),
  CUT_OFF_WORKER("a webhook worker cut off from all brokers for longer than its session"),
  CUT_OFF_BROKER("a broker cut off from the others for longer than its session");

  private final String sentence;

  Kind(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
