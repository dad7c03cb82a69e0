package io.stream0.standalone.queries;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.kafka.EndOffsets;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Changes;
import io.stream0.processor.query.LocalQueries;
import io.stream0.processor.query.Stores;
import io.stream0.processor.topology.ProcessorTopology;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.streams.stage.Stage;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.StoreRows;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.QueryMeters;
import io.stream0.telemetry.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A processor with the real topology on real RocksDB, that holds the log or does not. */
final class Folding {
  final Changes changes = new Changes();
  final Progress progress = new Progress(changes::ended);
  final LocalQueries queries;

  private final Log log;
  private volatile @Nullable TopologyTestDriver driver;
  private int folded;

  /** Whether it can ask the cluster where a partition ends. */
  volatile boolean inReach = true;

  Folding(Log log) {
    this.log = log;
    Stores stores =
        new Stores() {
          @Override
          public Rows inbox(int partition) {
            return rows(ProcessorTopology.INBOX_STORE);
          }

          @Override
          public Rows threads(int partition) {
            return rows(ProcessorTopology.THREAD_STORE);
          }
        };
    this.queries =
        new LocalQueries(
            Log.TOPICS,
            ends(),
            progress,
            changes,
            stores,
            new StaleRuns(),
            new QueryMeters(new SimpleMeterRegistry(), QueryMeters.Where.LOCAL));
  }

  /** Of {@code threads}, whatever there is of it is all there is. */
  EndOffsets ends() {
    return (partition, deadline) -> {
      if (!inReach) {
        throw new UnansweredException("the cluster is out of reach");
      }
      return partition.topic().equals(Log.TOPICS.names().inbox()) ? log.end() : 0;
    };
  }

  private Rows rows(String store) {
    TopologyTestDriver running = driver;
    if (running == null) {
      throw new NotHeldException("closed");
    }
    return new StoreRows(running.<Bytes, byte[]>getKeyValueStore(store));
  }

  /** Takes the partition over, with nothing but what the log has; folds none of it yet. */
  void hold(Path folder) {
    Topology topology = new Topology();
    new ProcessorTopology(
            Log.TOPICS,
            new Stage.Shared(
                progress,
                new DeadLetters(URI.create("/test"), Log.TOPICS.maxEntryBytes()),
                null,
                FoldMeters.none(),
                Traces.none()),
            InboxFold::new,
            changes,
            new StaleRuns())
        .addTo(topology);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    try {
      settings.put(
          StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory(folder, "state").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folded = 0;
    inReach = true;
    driver = new TopologyTestDriver(topology, settings);
  }

  /** Folds what there is. */
  void fold() {
    TopologyTestDriver running = driver;
    if (running == null) {
      throw new IllegalStateException("does not hold it");
    }
    var input =
        running.createInputTopic(
            Log.TOPICS.names().inbox(), new ByteArraySerializer(), new ByteArraySerializer());
    for (TestRecord<byte[], byte[]> record : log.from(folded)) {
      input.pipeInput(record);
      folded++;
    }
  }

  /** Holds it no more. */
  void release() {
    TopologyTestDriver running = driver;
    if (running != null) {
      running.close();
      driver = null;
    }
  }
}
