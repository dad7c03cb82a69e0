package io.stream0.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Runs calls at once. */
final class Together {
  private Together() {}

  interface Numbered<T> {
    T run(int number);
  }

  /** Runs that many at once and returns what each came to. */
  static <T> List<T> together(int count, Numbered<T> task) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          IntStream.range(0, count)
              .mapToObj(
                  number ->
                      executor.submit(
                          () -> {
                            go.await();
                            return task.run(number);
                          }))
              .toList();
      go.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    }
  }
}
