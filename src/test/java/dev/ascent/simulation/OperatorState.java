package dev.ascent.simulation;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;

/**
 * An operator's keyed state and timers in memory, as Flink's backends keep them; a copy of it is
 * what a checkpoint holds. What stands in states is immutable, but for the maps of map states.
 */
final class OperatorState implements TimerService {

  /** A timer of a key. */
  record Timer(long time, String key) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  private record Slot(String state, String key) {}

  private final LongSupplier clock;
  private final Map<Slot, Object> values = new HashMap<>();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private String key;

  OperatorState(LongSupplier clock) {
    this.clock = clock;
  }

  /** What a checkpoint holds of it, or what is restored from one. */
  OperatorState copy() {
    OperatorState copy = new OperatorState(clock);
    values.forEach(
        (slot, value) ->
            copy.values.put(
                slot, value instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : value));
    copy.timers.addAll(timers);
    return copy;
  }

  void key(String current) {
    key = current;
  }

  String key() {
    return key;
  }

  /** The earliest timer that is due, which is then gone; null where there is none. */
  Timer due() {
    return timers.isEmpty() || timers.first().time() > clock.getAsLong()
        ? null
        : timers.pollFirst();
  }

  /** What a value state of the given name holds of a key, or null. */
  Object peek(String state, String ofKey) {
    return values.get(new Slot(state, ofKey));
  }

  /** A context that hands out states and nothing else. */
  RuntimeContext context() {
    return (RuntimeContext)
        Proxy.newProxyInstance(
            RuntimeContext.class.getClassLoader(),
            new Class<?>[] {RuntimeContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getState" -> new Value<>(name(arguments));
                  case "getListState" -> new Items<>(name(arguments));
                  case "getMapState" -> new Entries<>(name(arguments));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static String name(Object... arguments) {
    return ((StateDescriptor<?, ?>) arguments[0]).getName();
  }

  @Override
  public long currentProcessingTime() {
    return clock.getAsLong();
  }

  @Override
  public long currentWatermark() {
    return Long.MIN_VALUE;
  }

  @Override
  public void registerProcessingTimeTimer(long time) {
    timers.add(new Timer(time, key));
  }

  @Override
  public void registerEventTimeTimer(long time) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteProcessingTimeTimer(long time) {
    timers.remove(new Timer(time, key));
  }

  @Override
  public void deleteEventTimeTimer(long time) {
    throw new UnsupportedOperationException();
  }

  /** What a state of one name holds of the current key. */
  abstract class Stored<V> {
    private final String name;

    Stored(String name) {
      this.name = name;
    }

    /** Null where there is nothing. */
    @SuppressWarnings("unchecked") // A state of one name holds values of one type.
    V read() {
      return (V) values.get(new Slot(name, key));
    }

    void write(V value) {
      if (value == null) {
        clear();
      } else {
        values.put(new Slot(name, key), value);
      }
    }

    public void clear() {
      values.remove(new Slot(name, key));
    }
  }

  private final class Value<T> extends Stored<T> implements ValueState<T> {
    Value(String name) {
      super(name);
    }

    @Override
    public T value() {
      return read();
    }

    @Override
    public void update(T value) {
      write(value);
    }
  }

  private final class Items<T> extends Stored<List<T>> implements ListState<T> {
    Items(String name) {
      super(name);
    }

    @Override
    public List<T> get() {
      List<T> items = read();
      return items == null ? List.of() : items;
    }

    @Override
    public void add(T item) {
      addAll(List.of(item));
    }

    @Override
    public void addAll(List<T> items) {
      List<T> all = new ArrayList<>(get());
      all.addAll(items);
      update(all);
    }

    @Override
    public void update(List<T> items) {
      write(items.isEmpty() ? null : List.copyOf(items));
    }
  }

  private final class Entries<K, V> extends Stored<Map<K, V>> implements MapState<K, V> {
    Entries(String name) {
      super(name);
    }

    private Map<K, V> map() {
      Map<K, V> map = read();
      return map == null ? Map.of() : map;
    }

    @Override
    public V get(K entry) {
      return map().get(entry);
    }

    @Override
    public void put(K entry, V value) {
      Map<K, V> map = read();
      if (map == null) {
        map = new LinkedHashMap<>();
        write(map);
      }
      map.put(entry, value);
    }

    @Override
    public void putAll(Map<K, V> entries) {
      entries.forEach(this::put);
    }

    @Override
    public void remove(K entry) {
      if (contains(entry)) {
        map().remove(entry);
      }
    }

    @Override
    public boolean contains(K entry) {
      return map().containsKey(entry);
    }

    @Override
    public Iterable<Map.Entry<K, V>> entries() {
      return map().entrySet();
    }

    @Override
    public Iterable<K> keys() {
      return map().keySet();
    }

    @Override
    public Iterable<V> values() {
      return map().values();
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return map().entrySet().iterator();
    }

    @Override
    public boolean isEmpty() {
      return map().isEmpty();
    }
  }
}
