using Plimsoll.Serving;

namespace Plimsoll.Tests.Serving;

/// <summary>
/// Sixteen single figures of the ML.ENERGY benchmark v3 (December 2025, vLLM, chat task, BF16), https://ml.energy, out
/// of the 88 that the calibration was fitted to. The prompt length is not published with them: 200 tokens are assumed,
/// and 100 more or fewer move the rate of a large batch by about a tenth.
/// </summary>
public sealed class When_the_roofline_is_compared_with_measurements
{
    private const double Prompt = 200;

    private static readonly Row[] Rows =
    [
        new(Known.Llama8, 1, 8, 389, 1070, 486), new(Known.Llama8, 1, 64, 396, 5147, 610),
        new(Known.Llama8, 1, 128, 405, 7037, 669), new(Known.Llama8, 1, 255, 404, 9010, 691),
        new(Known.Qwen14, 1, 8, 620, 627, 443), new(Known.Qwen14, 1, 64, 617, 3140, 525),
        new(Known.Qwen14, 1, 128, 614, 4474, 572), new(Known.Qwen14, 1, 253, 625, 5760, 645),
        new(Known.Qwen32, 2, 8, 631, 522, 425), new(Known.Qwen32, 2, 64, 635, 2654, 487),
        new(Known.Qwen32, 2, 128, 624, 3905, 537), new(Known.Qwen32, 2, 256, 634, 5155, 589),
        new(Known.Llama70, 4, 8, 350, 470, 441), new(Known.Llama70, 4, 64, 352, 2511, 500),
        new(Known.Llama70, 4, 128, 359, 3876, 546), new(Known.Llama70, 4, 511, 350, 5921, 623),
    ];

    [Fact]
    public void The_rates_of_dense_models_on_H100_are_within_the_stated_error() =>
        AssertErrors(
            mean: 0.119, worst: 0.21, row => row.Rate, (row, point) => point.OutputTokensPerSecond * row.Width);

    [Fact]
    public void The_power_of_an_H100_is_within_the_stated_error() =>
        AssertErrors(mean: 0.10, worst: 0.20, row => row.Watts, (_, point) => point.PowerPerAccelerator.Value);

    private static void AssertErrors(
        double mean,
        double worst,
        Func<Row, double> measured,
        Func<Row, OperatingPoint, double> computed)
    {
        var errors = Rows.Select(row => (computed(row,
            OperatingPoint.At(Known.H100, row.Shape, new(Prompt, 0, row.Output), row.Width, row.Batch))
                / measured(row)) - 1).ToArray();
        var all = string.Join(" ", errors.Select(error => $"{error:+0.0%;-0.0%}"));

        Assert.True(errors.Average(Math.Abs) <= mean, $"Mean error above {mean:P1}: {all}");
        Assert.True(errors.Max(Math.Abs) <= worst, $"An error above {worst:P1}: {all}");
    }

    /// <summary>Mean batch, mean output tokens of a request, output tokens/s of the replica, and W per GPU.</summary>
    private sealed record Row(ModelShape Shape, int Width, int Batch, double Output, double Rate, double Watts);
}
