using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Bench.Stores;

/// <summary>
/// SQLite (WAL, synchronous = FULL) as a store would use it: one thread commits all that wait in one transaction,
/// either a row of state and a row of the ledger for each, or one blob for all.
/// </summary>
internal sealed class SqliteSettler : ISettler, IDisposable
{
    private const string Library = "libsqlite3.so.0";
    private readonly object arrivals = new();
    private readonly bool asRows;
    private readonly byte[] state = new byte[300];
    private readonly byte[] entry = new byte[100];
    private readonly nint database;
    private readonly nint[] statements;
    private readonly Thread thread;
    private List<Waiting> waiting = [];
    private List<Waiting> taken = [];
    private bool ends;

    private SqliteSettler(string path, bool asRows)
    {
        this.asRows = asRows;
        Check(sqlite3_open(Encoding.UTF8.GetBytes(path + '\0'), out database));
        foreach (var sql in new[]
                 {
                     "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                     "CREATE TABLE state (key TEXT PRIMARY KEY, bytes BLOB) WITHOUT ROWID",
                     "CREATE TABLE ledger (request INTEGER PRIMARY KEY, bytes BLOB)", "CREATE TABLE log (bytes BLOB)",
                 })
        {
            Step(Prepare(sql));
        }

        statements =
        [
            Prepare("BEGIN"), Prepare("COMMIT"), Prepare("INSERT OR REPLACE INTO state VALUES (?, ?)"),
            Prepare("INSERT OR IGNORE INTO ledger VALUES (?, ?)"), Prepare("INSERT INTO log VALUES (?)"),
        ];
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Makes a database; null: SQLite is not installed.</summary>
    public static SqliteSettler? Open(string path, bool asRows) =>
        NativeLibrary.TryLoad(Library, out _) ? new SqliteSettler(path, asRows) : null;

    public Task Settle(int worker, long request)
    {
        var settlement = new Waiting(worker, request);
        lock (arrivals)
        {
            waiting.Add(settlement);
            Monitor.Pulse(arrivals);
        }

        return settlement.Task;
    }

    public void Dispose()
    {
        lock (arrivals)
        {
            ends = true;
            Monitor.Pulse(arrivals);
        }

        thread.Join();
        foreach (var statement in statements)
            _ = sqlite3_finalize(statement);
        _ = sqlite3_close(database);
    }

    private void Run()
    {
        while (true)
        {
            lock (arrivals)
            {
                while (waiting.Count == 0 && !ends)
                    Monitor.Wait(arrivals);
                if (waiting.Count == 0)
                    return;
                (waiting, taken) = (taken, waiting);
            }

            Step(statements[0]);
            if (asRows)
                taken.ForEach(WriteRows);
            else
                WriteBlob();
            Step(statements[1]);
            taken.ForEach(settlement => settlement.SetResult());
            taken.Clear();
        }
    }

    private void WriteRows(Waiting settlement)
    {
        var key = Encoding.UTF8.GetBytes("scope/acme/" + settlement.Worker.ToString(CultureInfo.InvariantCulture));
        Check(sqlite3_bind_text(statements[2], 1, key, key.Length, -1));
        Check(sqlite3_bind_blob(statements[2], 2, state, state.Length, -1));
        Step(statements[2]);
        Check(sqlite3_bind_int64(statements[3], 1, settlement.Request));
        Check(sqlite3_bind_blob(statements[3], 2, entry, entry.Length, -1));
        Step(statements[3]);
    }

    private void WriteBlob()
    {
        var blob = new byte[taken.Count * (state.Length + entry.Length + 32)];
        Check(sqlite3_bind_blob(statements[4], 1, blob, blob.Length, -1));
        Step(statements[4]);
    }

    private nint Prepare(string sql)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        Check(sqlite3_prepare_v2(database, text, text.Length, out var statement, 0));
        return statement;
    }

    private static void Step(nint statement)
    {
        int result;
        while ((result = sqlite3_step(statement)) == 100)
        {
        }

        if (result != 101)
            throw new InvalidOperationException($"SQLite returned {result}.");
        Check(sqlite3_reset(statement));
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"SQLite returned {result}.");
    }

    private sealed class Waiting(int worker, long request)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Worker => worker;

        public long Request => request;
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_open(byte[] path, out nint database);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_close(nint database);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_prepare_v2(nint database, byte[] sql, int length, out nint statement, nint tail);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_bind_text(nint statement, int at, byte[] text, int length, nint copies);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_bind_blob(nint statement, int at, byte[] bytes, int length, nint copies);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_bind_int64(nint statement, int at, long number);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_step(nint statement);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_reset(nint statement);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_finalize(nint statement);
}
