using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Batches;

public sealed class When_a_gateway_starts_again : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly string image = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly KeyBunch keys = new KeyBunch().Plan("ann", "pro");

    private Task<GatewayRig> Begin(string path) => keys.Begin(options => options with
    {
        Batches = options.Batches with { Folder = path, MaxInFlight = 1 },
    });

    [Fact]
    public async Task It_goes_on_with_a_batch_where_the_one_before_was_killed()
    {
        string route;
        await using (var killed = await Begin(folder))
        {
            var asked = new TaskCompletionSource();
            var number = 0;
            killed.Upstream.Script = async http =>
            {
                if (++number < 3)
                {
                    await Replies.Plain()(http);
                    return;
                }

                asked.SetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            };
            route = await killed.Batch("a", "b", "c", "d");
            await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

            // What a killed process leaves behind: two results, and a third that was being written.
            CopyFolder(folder, image);
            var results = Path.Combine(image, Path.GetFileName(route), "results.jsonl");
            File.AppendAllText(results, """{"custom_id":"c","result":{"ty""");
        }

        await using var rig = await Begin(image);
        var batch = await rig.Ended(route);

        Assert.Equal(4, batch.Count("succeeded"));
        Assert.Equal(2, rig.Upstream.Seen.Count);
        Assert.Equal(["a", "b", "c", "d"], (await rig.Results(route)).Keys.Order());

        // Two were charged before, and two are now.
        Assert.Equal((40m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_gateway_that_is_stopped_cuts_off_what_is_in_flight_and_charges_nothing_for_it()
    {
        string route;
        await using (var stopped = await Begin(folder))
        {
            var asked = new TaskCompletionSource();
            stopped.Upstream.Script = async http =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            };
            route = await stopped.Batch("a");
            await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        }

        await using var rig = await Begin(folder);
        Assert.Equal(1, (await rig.Ended(route)).Count("succeeded"));
    }

    [Fact]
    public async Task A_batch_whose_day_is_over_expires()
    {
        string route;
        await using (var stopped = await Begin(folder))
        {
            stopped.Upstream.Script = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
            route = await stopped.Batch("a", "b");
        }

        await using var rig = await keys.Begin(options => options with
        {
            Batches = options.Batches with { Folder = folder },
        }, GatewayRig.Start.AddDays(2));
        Assert.Equal(2, (await rig.Ended(route)).Count("expired"));
        Assert.Empty(rig.Upstream.Seen);
    }

    [Fact]
    public async Task A_folder_that_another_gateway_uses_is_refused()
    {
        await using var first = await Begin(folder);
        var error = await Assert.ThrowsAsync<IOException>(() => Begin(folder));
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_read_is_named()
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, "msgbatch_x"));
        File.WriteAllText(Path.Combine(place.FullName, "batch.json"), "{}");
        var error = await Assert.ThrowsAsync<IOException>(() => Begin(folder));
        Assert.Contains("batch.json", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var path in new[] { folder, image }.Where(Directory.Exists))
            Directory.Delete(path, recursive: true);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
