"""Inference: statistics only; placebo ranks, intervals, the verdict rule. No politics."""
