using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Simulation.Tests.Vidur;

/// <summary>
/// A small cluster drawn from a number: few blocks, short caches, and in every other case times that are multiples of
/// 1/1024 s, so that batches end exactly when requests arrive.
/// </summary>
internal sealed class VidurCase
{
    private const int MaxTokens = 128;
    private const int MaxSequences = 8;
    private const int KvSteps = 16;
    private const int KvStep = 8;
    private readonly bool coarse;
    private ulong state;

    public VidurCase(int number)
    {
        state = (ulong)number;
        coarse = number % 2 == 0;
        Tables = DrawTables();
    }

    public VidurTables Tables { get; }

    public VidurSettings Settings(VidurScheduler scheduler, VidurRouter router) => new()
    {
        Scheduler = scheduler,
        Router = router,
        Replicas = 1 + Draw(5),
        BatchSizeCap = 1 + Draw(MaxSequences),
        Blocks = 12 + Draw(20),
        BlockSize = 1 + Draw(8),
        WatermarkFraction = Draw(3) * 0.05,
        MaxTokensInBatch = 48 + Draw(80),
        ChunkSize = 1 + Draw(24),
    };

    public List<VidurRequest> Requests()
    {
        List<VidurRequest> requests = [];
        var (now, gap) = (0.0, 1 + Draw(24));
        for (var i = Draw(40); i >= 0; i--)
        {
            now += Draw(4) == 0 ? 0 : Draw(gap) / 1024.0 * (coarse ? 1 : 0.37);
            requests.Add(new VidurRequest(now, 1 + Draw(24), 1 + Draw(16)));
        }

        return requests;
    }

    private VidurTables DrawTables()
    {
        double[] empty = new double[MaxTokens + 1];
        return new VidurTables(
            new VidurModel
            {
                Name = "drawn",
                Layers = coarse ? 1 : 3,
                TensorParallel = 1,
                PostAttentionNorm = false,
                DecodeBatching = 0,
                PrefillBatching = 0,
                KvStep = KvStep,
                LaunchMs = 0,
                SkewMs = 0,
                Blocks = 32,
                BlockSize = 4,
            },
            new VidurOperators
            {
                MaxTokens = MaxTokens,
                MaxSequences = MaxSequences,
                KvSteps = KvSteps,
                PreProjection = empty,
                PostProjection = empty,
                Rope = empty,
                KvSave = Times(MaxTokens + 1),
                InputNorm = empty,
                PostAttentionNorm = [],
                UpProjection = empty,
                DownProjection = empty,
                Activation = empty,
                Add = empty,
                AllReduce = [],
                DecodeAttention = Times((MaxSequences + 1) * (KvSteps + 1)),
                PrefillAttention = Times((MaxTokens + 1) * (KvSteps + 1)),
            });
    }

    // 125/128 ms, times 1e-3, is a double that is not quite 1/1024 s: ties come from sums that round alike.
    private double[] Times(int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
            times[i] = coarse ? (1 + Draw(3)) * 1000 / 1024.0 : 0.1 + (Draw(1000) / 997.0);
        return times;
    }

    private int Draw(int below)
    {
        state = unchecked((state * 6364136223846793005) + 1442695040888963407);
        return (int)((state >> 33) % (ulong)below);
    }
}
