package dev.ascent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/** Keeps every outcome of an asynchronous function, as Flink would take the first alone. */
public final class AsyncOutcomes<T> implements ResultFuture<T> {
  private final List<T> all = new ArrayList<>();

  @Override
  public void complete(Collection<T> result) {
    all.addAll(result);
  }

  @Override
  public void completeExceptionally(Throwable error) {
    throw new AssertionError("the job would fail", error);
  }

  @Override
  public void complete(CollectionSupplier<T> supplier) {
    throw new AssertionError("not used");
  }

  public List<T> all() {
    return all;
  }

  /** The outcome; there must be one and no other. */
  public T only() {
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
