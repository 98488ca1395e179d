import redis


def test_it_works(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("word", "segment")
        assert client.get("word") == b"segment"


def test_a_full_redis_refuses_rather_than_forgets(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
