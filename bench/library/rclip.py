"""rclip's store and search, rebuilt: one SQLite table with a row for each picture, its embedding as a blob of float32; a
search reads all rows below a folder, stacks them and sorts one product in numpy. What embeds is left out: the tower is the
same for both. Run by bench/library.ts: rclip.py VECTORS WIDTH"""
import os, resource, sqlite3, sys, time
import numpy as np

vectors = np.fromfile(sys.argv[1], dtype=np.float32).reshape(-1, int(sys.argv[2]))
count = len(vectors)
name = "rclip.sqlite3"
if os.path.exists(name):
    os.remove(name)


def timed(title, task):
    clock, processor = time.perf_counter(), time.process_time()
    result = task()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"rclip's way, {title}: {clock:.2f} s on the clock, {processor:.2f} s of processors, {peak:.0f} MB at most")
    return result


def connect():
    connection = sqlite3.connect(name)
    connection.row_factory = sqlite3.Row
    return connection


def keep():
    database = connect()
    database.execute(
        "CREATE TABLE images (id INTEGER PRIMARY KEY, deleted BOOLEAN, filepath TEXT NOT NULL UNIQUE,"
        " modified_at DATETIME NOT NULL, size INTEGER NOT NULL, vector BLOB NOT NULL, indexing BOOLEAN)"
    )
    for i, vector in enumerate(vectors):
        database.execute(
            "INSERT INTO images(deleted, indexing, filepath, modified_at, size, vector) VALUES (NULL, NULL, ?, ?, ?, ?)"
            " ON CONFLICT(filepath) DO UPDATE SET vector=excluded.vector",
            (f"/library/{i % 100}/{i}.png", 0.0, 1, vector.tobytes()),
        )
        if i % 1000 == 999:
            database.commit()
    database.commit()


def find(query):
    database = connect()
    rows = database.execute("SELECT filepath, vector FROM images WHERE filepath LIKE ? AND deleted IS NULL", ("/library/%",))
    paths, features = [], []
    for row in rows:
        paths.append(row["filepath"])
        features.append(np.frombuffer(row["vector"], np.float32))
    similarities = query @ np.stack(features).T
    return sorted(zip(similarities.tolist(), paths), key=lambda each: each[0], reverse=True)[:24]


timed(f"keeping {count} embeddings", keep)
query = vectors[0].copy()
del vectors
for _ in range(3):
    timed("one text", lambda: find(query))
