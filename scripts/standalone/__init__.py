"""A Flink cluster and a Kafka broker of their own processes on loopback, for scripts/cluster."""
