using System.CommandLine;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Upkeep;
using Plimsoll.Storage.Postgres;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The store that a command works on.</summary>
internal static class StoreArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() => new("store")
    {
        Description = "The store: a gateway's folder, or postgres://USER@HOST/DATABASE.",
    };

    /// <summary>Opens a store that is there, and runs something on it; what goes wrong is printed.</summary>
    /// <returns>What the work returns, or an <see cref="ExitCode"/> of failure.</returns>
    public static Task<int> Use(
        string place, Func<IStore, Task<int>> work, IAnsiConsole error, CancellationToken cancellation) =>
        Use<IStore>(place, folder => EmbeddedStore.Open(folder, TimeProvider.System), work, error, cancellation);

    /// <summary>
    /// Opens the ledger of a store that is there, also of one that a gateway has open, and runs something on it; what
    /// goes wrong is printed.
    /// </summary>
    /// <returns>What the work returns, or an <see cref="ExitCode"/> of failure.</returns>
    public static Task<int> Read(
        string place, Func<ILedger, Task<int>> work, IAnsiConsole error, CancellationToken cancellation) =>
        Use<ILedger>(place, FolderLedger.Open, work, error, cancellation);

    /// <summary>The exit code of a command that could not use its store.</summary>
    public static int CodeOf(StoreException fault) => fault.Fault is StoreFault.Unreadable or StoreFault.InUse
        ? ExitCode.InvalidInput : ExitCode.UnexpectedFailure;

    private static async Task<int> Use<T>(
        string place,
        Func<string, T> open,
        Func<T, Task<int>> work,
        IAnsiConsole error,
        CancellationToken cancellation)
        where T : class, ILedger
    {
        try
        {
            if (await Open(place, open, error, cancellation) is not { } store)
                return ExitCode.InvalidInput;
            await using (store)
                return await work(store);
        }
        catch (StoreException e)
        {
            error.Lines.WriteLine(e.Message);
            return CodeOf(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.Lines.WriteLine($"{place}: {e.Message}");
            return ExitCode.InvalidInput;
        }
    }

    /// <summary>Opens a store; null, with every error printed.</summary>
    private static async Task<T?> Open<T>(
        string place, Func<string, T> open, IAnsiConsole error, CancellationToken cancellation)
        where T : class, ILedger
    {
        if (PostgresAddress.IsMeant(place))
        {
            var problems = new List<string>();
            var address = PostgresAddress.Parse(place, problems);
            problems.ForEach(problem => error.Lines.WriteLine($"store: {problem}"));
            return address is null
                ? null
                : await PostgresStore.OpenExisting(address, PostgresPatience.Default, cancellation) as T;
        }

        if (StoreInspection.IsStore(place))
            return open(place);
        error.Lines.WriteLine(
            $"store: found '{place}', expected the folder of a store, or {PostgresAddress.Form}");
        return null;
    }
}
