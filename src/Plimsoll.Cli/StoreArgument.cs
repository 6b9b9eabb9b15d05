using System.CommandLine;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;
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
    public static async Task<int> Use(
        string place, Func<IStore, Task<int>> work, IAnsiConsole error, CancellationToken cancellation)
    {
        try
        {
            if (await Open(place, error, cancellation) is not { } store)
                return ExitCode.InvalidInput;
            await using (store)
                return await work(store);
        }
        catch (StoreException e)
        {
            error.Lines.WriteLine(e.Message);
            return CodeOf(e);
        }
    }

    /// <summary>The exit code of a command that could not use its store.</summary>
    public static int CodeOf(StoreException fault) => fault.Fault is StoreFault.Unreadable or StoreFault.InUse
        ? ExitCode.InvalidInput : ExitCode.UnexpectedFailure;

    /// <summary>Opens a store; null, with every error printed.</summary>
    private static async Task<IStore?> Open(string place, IAnsiConsole error, CancellationToken cancellation)
    {
        if (PostgresAddress.IsMeant(place))
        {
            var problems = new List<string>();
            var address = PostgresAddress.Parse(place, problems);
            problems.ForEach(problem => error.Lines.WriteLine($"store: {problem}"));
            return address is null
                ? null : await PostgresStore.OpenExisting(address, PostgresPatience.Default, cancellation);
        }

        if (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())
            return EmbeddedStore.Open(place, TimeProvider.System);
        error.Lines.WriteLine(
            $"store: found '{place}', expected the folder of a store, or {PostgresAddress.Form}");
        return null;
    }
}
