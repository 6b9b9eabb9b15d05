namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Iteration times as Vidur predicts them: tables of operator times, and the sum over them in the order in which Vidur
/// adds, so that every double agrees to its last bit. Immutable, safe for many threads.
/// </summary>
public sealed class VidurTables
{
    // What depends on the token count rounded up to GemmStep stands at that count divided by it.
    private const int GemmStep = 8;
    private const double SecondsInMs = 1e-3;

    private readonly double[] projections;
    private readonly double[] kvSave;
    private readonly double[] reduction;
    private readonly double[] inputNorm;
    private readonly double[] mlp;
    private readonly double[] add;
    private readonly double[] decode;
    private readonly double[] prefill;
    private readonly double[] decodeOnly;

    /// <summary>Takes the tables. <see cref="VidurOperators"/> says what they hold.</summary>
    public VidurTables(VidurModel model, VidurOperators operators)
    {
        Model = model;
        MaxTokens = operators.MaxTokens;
        MaxSequences = operators.MaxSequences;
        KvSteps = operators.KvSteps;
        kvSave = operators.KvSave;
        decode = operators.DecodeAttention;
        prefill = operators.PrefillAttention;
        var groups = MaxTokens / GemmStep;
        (projections, reduction, inputNorm) = (new double[groups + 1], new double[groups + 1], new double[groups + 1]);
        (mlp, add) = (new double[groups + 1], new double[groups + 1]);
        for (var group = 1; group <= groups; group++)
        {
            var tokens = group * GemmStep;
            projections[group] = operators.PreProjection[tokens] + operators.PostProjection[tokens]
                + operators.Rope[tokens];
            reduction[group] = model.TensorParallel == 1 ? 0 : operators.AllReduce[tokens] + model.LaunchMs
                + (model.SkewMs * Math.Pow(model.TensorParallel, 1.25));
            inputNorm[group] = operators.InputNorm[tokens];
            mlp[group] = operators.UpProjection[tokens] + operators.DownProjection[tokens]
                + operators.Activation[tokens] + reduction[group]
                + (model.PostAttentionNorm ? operators.PostAttentionNorm[tokens] : 0);
            add[group] = operators.Add[tokens];
        }

        decodeOnly = new double[(MaxSequences + 1) * (KvSteps + 1)];
        for (var sequences = 1; sequences <= MaxSequences; sequences++)
        {
            for (var step = 0; step <= KvSteps; step++)
            {
                decodeOnly[(sequences * (KvSteps + 1)) + step] =
                    Sum(sequences, DecodeAttention(sequences, step), 0);
            }
        }
    }

    /// <summary>The model the times belong to.</summary>
    public VidurModel Model { get; }

    /// <summary>Most tokens a batch may compute.</summary>
    public int MaxTokens { get; }

    /// <summary>Most sequences a batch may decode.</summary>
    public int MaxSequences { get; }

    /// <summary>The largest cache in the tables, in steps of <see cref="VidurModel.KvStep"/> tokens.</summary>
    public int KvSteps { get; }

    /// <summary>The step of the tables that covers a cache of so many tokens: rounded up.</summary>
    public int KvStepOf(long tokens) => (int)((tokens + Model.KvStep - 1) / Model.KvStep);

    /// <summary>Seconds of a batch that gives a token to each of its sequences and computes no prompt.</summary>
    /// <param name="sequences">Sequences. From 1 to <see cref="MaxSequences"/>.</param>
    /// <param name="kvStep">Step of the tables that covers the mean of their caches, rounded down to a token.</param>
    public double Decode(int sequences, int kvStep) =>
        (uint)sequences <= (uint)MaxSequences && (uint)kvStep <= (uint)KvSteps
            ? decodeOnly[(sequences * (KvSteps + 1)) + kvStep]
            : throw Beyond(nameof(DecodeAttention), sequences, kvStep);

    /// <summary>Seconds of a batch that computes prompts as well.</summary>
    /// <param name="sequences">Sequences that each get a token from their cache. 0 or more.</param>
    /// <param name="context">Tokens in their caches, all together.</param>
    /// <param name="prompts">What it computes of prompts. 1 or more.</param>
    public double Mixed(int sequences, long context, VidurPrompts prompts)
    {
        var attention = sequences == 0 ? 0 : DecodeAttention(sequences, KvStepOf(context / sequences));
        return Sum(sequences + prompts.Tokens, attention, PrefillAttention(prompts));
    }

    private double Sum(int tokens, double decodeAttention, double prefillAttention)
    {
        var group = (tokens + GemmStep - 1) / GemmStep;
        if (group >= projections.Length)
            throw Beyond("tokens", tokens, 0);
        var attention = projections[group] + kvSave[tokens] + decodeAttention + prefillAttention + reduction[group]
            + inputNorm[group];
        return (attention + mlp[group] + add[group]) * Model.Layers * SecondsInMs;
    }

    private double DecodeAttention(int sequences, int kvStep) =>
        sequences <= MaxSequences && kvStep <= KvSteps
            ? decode[(sequences * (KvSteps + 1)) + kvStep] * (1 + (sequences > 1 ? Model.DecodeBatching : 0))
            : throw Beyond(nameof(DecodeAttention), sequences, kvStep);

    private double PrefillAttention(VidurPrompts prompts)
    {
        // Several prompts count as one whose square is the sum of theirs.
        var chunk = (int)Math.Round(Math.Sqrt(prompts.Squares), MidpointRounding.ToEven);
        return chunk <= MaxTokens && prompts.KvSteps <= KvSteps
            ? prefill[(prompts.KvSteps * (MaxTokens + 1)) + chunk]
                * (1 + (prompts.Count > 1 ? Model.PrefillBatching : 0))
            : throw Beyond(nameof(PrefillAttention), chunk, prompts.KvSteps);
    }

    private ArgumentOutOfRangeException Beyond(string table, int tokens, int kvStep) => new(
        table,
        $"{tokens} tokens or sequences over a cache of {(long)kvStep * Model.KvStep} tokens are beyond the tables, "
                + "which "
        + $"end at {MaxTokens} tokens, {MaxSequences} sequences and caches of {(long)KvSteps * Model.KvStep}. "
        + "Vidur stops with a KeyError here: lower the limits of its scheduler.");
}
